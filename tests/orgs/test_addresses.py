from __future__ import annotations

import pytest
from django.test import RequestFactory

from mem0site.configuration import Configuration
from orgs.addresses import UNKNOWN, client_ip


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::"),
        ("[2001:db8::ab]:4711", "2001:db8::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", UNKNOWN),
        ("unix:", UNKNOWN),
    ],
)
def test_an_address_is_read_in_every_spelling(peer, expected):
    assert client_ip(RequestFactory().get("/", REMOTE_ADDR=peer)) == expected


def test_a_client_cannot_name_its_own_address():
    request = RequestFactory().get("/", headers={"x-forwarded-for": "198.51.100.1"})
    assert client_ip(request) == "127.0.0.1"


def test_behind_a_trusted_proxy_the_last_hop_counts(settings):
    settings.CONFIGURATION = Configuration(trusted_proxies=True)
    forwarded = {"x-forwarded-for": "203.0.113.9, 198.51.100.1"}
    request = RequestFactory().get("/", headers=forwarded)
    assert client_ip(request) == "198.51.100.1"
