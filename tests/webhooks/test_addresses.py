from __future__ import annotations

import pytest

from mem0.exceptions import ValidationError
from webhooks.addresses import check_url, is_public, may_connect

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0",  # noqa: S104
    "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1",
    "192.88.99.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fe80::1%1",
    "fc00::1", "fd12:3456::1", "ff02::1", "100::1", "5f00::1", "2001:db8::1",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]
LITERALS = [
    "https://127.0.0.1/", "https://10.1.2.3/x", "https://169.254.169.254/latest/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
    "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://127.1/",
    "https://0.0.0.0/", "https://0/", "https://localhost/", "https://LOCALHOST:8443/",
    "https://localhost./", "https://a.localhost/", "https://redis/", "https://[::]/",
]  # fmt: skip
MALFORMED = [
    "", "example.com", "//example.com/", "ftp://example.com/", "file:///etc/passwd",
    "gopher://example.com/", "https://", "https:///x", "javascript:alert(1)",
    "http://example.com/", "https://user@example.com/", "https://user:pw@example.com/",
    "https://example.com:22/", "https://example.com:6379/", "https://example.com:x/",
    "https://exa mple.com/", "https://①②⑦.⓪.⓪.①/", f"https://example.com/{'x' * 2040}",
    "https://example.com/\x00", "https://[::1/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_allowed(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = []


@pytest.mark.parametrize("address", PRIVATE)
def test_inner_and_special_addresses_are_not_public(address):
    assert not is_public(address)
    assert not may_connect("example.com", [address])


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address):
    assert may_connect("example.com", [address])


def test_one_inner_address_spoils_a_host():
    assert not may_connect("example.com", ["93.184.216.34", "127.0.0.1"])


def test_a_host_without_addresses_is_refused():
    assert not may_connect("example.com", [])


@pytest.mark.parametrize("url", [*LITERALS, *MALFORMED])
def test_a_url_that_cannot_be_called_is_refused_at_once(url):
    with pytest.raises(ValidationError):
        check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://hooks.example.com:8443/a?b=c",
        "https://bücher.example/",
        "https://no-such-host.example.com/needs-no-dns",
        "https://93.184.216.34/",
        "https://[2606:4700::1111]/",
    ],
)
def test_a_public_https_url_is_taken_without_dns(url):
    assert check_url(url).scheme == "https"


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("localhost", "http://localhost:8000/"),
        ("127.0.0.1", "http://127.0.0.1:9/"),
        ("10.0.0.0/8", "http://10.1.2.3/"),
        ("[::1]", "http://[::1]:8000/"),
        (".internal.example", "http://crm.internal.example/"),
        ("redis", "http://redis:6379/"),
    ],
)
def test_a_listed_host_is_taken_also_without_tls(settings, entry, url):
    settings.OUTBOUND_ALLOWED_HOSTS = [entry]
    assert check_url(url)


def test_a_listed_host_opens_no_other(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["localhost", "10.0.0.0/8", ".good.example"]
    for url in ("http://127.0.0.1/", "http://192.168.0.1/", "http://xgood.example/"):
        with pytest.raises(ValidationError):
            check_url(url)
    assert not may_connect("example.com", ["192.168.0.1"])
    assert may_connect("example.com", ["10.2.3.4"])
