"""Which exception a caller catches for which answer, and what it says.

The older async clients hand `httpx.HTTPStatusError` through; there the sentence is
read from the body.
"""

from __future__ import annotations

import pytest

from mem0site.error_bodies import Problem
from tests.acceptance.generations import NEWEST
from tests.acceptance.javascript.answering import answering
from tests.acceptance.sdk import Refused

CLASSES = {
    400: "ValidationError",
    401: "AuthenticationError",
    403: "AuthenticationError",
    404: "MemoryNotFoundError",
    408: "NetworkError",
    409: "ValidationError",
    413: "MemoryQuotaExceededError",
    418: "MemoryError",
    422: "ValidationError",
    429: "RateLimitError",
    500: "MemoryError",
    502: "NetworkError",
    503: "NetworkError",
    504: "NetworkError",
}
"""Status to class, as every version of the client reads it."""
SENTENCE = "It is as it is."
UNKNOWN = "019a0000-0000-7000-8000-000000000000"


def check(refused, client, name, status, sentence):
    """The class and the sentence of what was raised."""
    error = refused.value
    if client.newest or client.driver.mode == "sync":
        assert (error.name, error.code) == (name, f"HTTP_{status}")
        assert sentence in error.message
    else:
        assert error.name == "HTTPStatusError"
        assert str(status) in error.message
    assert sentence in error.body["detail"]
    assert error.body["request_id"]


@pytest.mark.parametrize("method", ["get", "delete", "history"])
def test_an_id_that_is_none_is_a_validation_error(client, method):
    with pytest.raises(Refused) as refused:
        getattr(client, method)("not-an-id")
    sentence = "memory_id should be a valid UUID"
    check(refused, client, "ValidationError", 400, sentence)
    assert refused.value.body["error"] == sentence


def test_an_id_with_a_slash_is_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.get("mem 1/x")
    sentence = "memory_id should be a valid UUID"
    check(refused, client, "ValidationError", 400, sentence)


def test_no_messages_are_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.add([], user_id="alice")
    check(refused, client, "ValidationError", 400, "messages")


def test_an_add_for_nobody_is_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.add("I keep bees.")
    check(refused, client, "ValidationError", 400, "user_id")


def test_a_deletion_for_nobody_is_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.delete_all()
    check(refused, client, "ValidationError", 400, "user_id")


def test_more_hits_than_allowed_are_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.found("bees", top_k=1001)
    check(refused, client, "ValidationError", 400, "top_k")


@NEWEST
def test_an_unknown_filter_is_a_validation_error_that_names_it(client):
    with pytest.raises(Refused) as refused:
        client.get_all(filters={"user_id": "alice", "colour": "red"})
    check(refused, client, "ValidationError", 400, "colour")


@pytest.mark.parametrize("method", ["get", "delete", "history"])
def test_an_unknown_memory_is_a_not_found_error(client, method):
    with pytest.raises(Refused) as refused:
        getattr(client, method)(UNKNOWN)
    check(refused, client, "MemoryNotFoundError", 404, "Memory not found!")
    assert refused.value.body["error"] == "Memory not found!"


def test_an_update_of_an_unknown_memory_is_a_not_found_error(client):
    with pytest.raises(Refused) as refused:
        client.update(UNKNOWN, text="I keep bees.")
    check(refused, client, "MemoryNotFoundError", 404, "Memory not found!")


def test_the_memory_of_another_project_is_a_not_found_error(client, umbrella):
    (secret,) = umbrella.remember("I keep secrets.")
    with pytest.raises(Refused) as refused:
        client.get(secret["id"])
    check(refused, client, "MemoryNotFoundError", 404, "Memory not found!")


def test_a_batch_with_an_unknown_memory_changes_nothing(client):
    (stored,) = client.store("I keep bees.")
    items = [{"memory_id": stored["id"]}, {"memory_id": UNKNOWN}]
    with pytest.raises(Refused) as refused:
        client.batch_delete(items)
    check(refused, client, "MemoryNotFoundError", 404, "not found")
    assert len(client.listed(user_id="alice")) == 1


def test_a_key_that_no_longer_works_is_an_authentication_error(client):
    client.lose_key()
    with pytest.raises(Refused) as refused:
        client.users()
    check(refused, client, "AuthenticationError", 401, "Invalid API key.")


def test_every_status_has_its_class(client):
    client.identity()
    for status, name in CLASSES.items():
        problem = Problem(status, SENTENCE, "broken")
        with answering(problem) as url, pytest.raises(Refused) as refused:
            client.elsewhere(url, UNKNOWN)
        check(refused, client, name, status, SENTENCE)


def test_too_many_requests_are_a_rate_limit_error(client, acme):
    allow(acme, per_minute=3)
    with pytest.raises(Refused) as refused:
        ask_again_and_again(client)
    check(refused, client, "RateLimitError", 429, "3 requests")


def test_a_full_project_is_a_quota_error(client, acme):
    allow(acme, memories=1)
    client.store("I keep bees.")
    with pytest.raises(Refused) as refused:
        client.store("I bake rye bread.")
    sentence = "The plan has room for 1 memories"
    check(refused, client, "MemoryQuotaExceededError", 413, sentence)


def ask_again_and_again(client):
    for _ in range(4):
        client.users()


def allow(api, **limits):
    """Give the organization limits of its own; the key has not been used yet."""
    organization = api.project.organization
    organization.plan_overrides = limits
    organization.save()
