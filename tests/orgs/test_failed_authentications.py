from __future__ import annotations

import uuid

import pytest

from orgs import keys, services
from tests.conftest import Api

PING = "/v1/ping/"


@pytest.fixture
def tried(acme, settings, client):
    """Asks with a key from one address that nobody else uses."""
    settings.FAILED_AUTHENTICATIONS_PER_MINUTE = 3
    address = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1"

    def ask(key):
        header = {"authorization": f"Token {key}"}
        return client.get(PING, headers=header, REMOTE_ADDR=address)

    return ask


def test_wrong_keys_are_refused_unseen_after_a_few(tried, django_assert_num_queries):
    assert [tried(keys.make()).status_code for _ in range(3)] == [401, 401, 401]
    over = tried(keys.make())
    assert over.status_code == 429
    assert 1 <= int(over.headers["Retry-After"]) <= 60
    assert "3 failed authentications per minute" in over.json()["detail"]
    with django_assert_num_queries(0):
        assert tried(keys.make()).status_code == 429
        assert tried("garbage").status_code == 429


def test_the_answer_to_a_wrong_key_says_how_many_are_left(tried):
    assert tried("garbage").headers["X-RateLimit-Remaining"] == "2"


def test_a_key_that_was_let_in_stays_welcome(tried, acme):
    assert tried(acme.key).status_code == 200
    for _ in range(5):
        tried("garbage")
    assert tried(acme.key).status_code == 200


def test_an_address_does_not_pay_for_another(tried, acme):
    for _ in range(5):
        tried("garbage")
    fresh = Api(acme.project, services.create_key(acme.project)[1])
    assert fresh.get(PING).status_code == 200
