"""Which exception a caller catches for which answer, and what it says.

The older async clients hand `httpx.HTTPStatusError` through; there the sentence is
read from the body.
"""

from __future__ import annotations

import pytest

from tests.acceptance.generations import NEWEST
from tests.acceptance.sdk import Refused

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
