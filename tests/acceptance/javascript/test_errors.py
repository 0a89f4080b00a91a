"""Which exception a caller catches for which answer, and what it says.

The JavaScript clients do not read the body: the message is its text, so the sentence
has to be in it. First what the platform really answers, then every status of the table.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mem0site.error_bodies import Problem
from tests.acceptance.javascript.answering import answering
from tests.acceptance.sdk import Refused

UNKNOWN = "019a0000-0000-7000-8000-000000000000"
SENTENCE = "Something is wrong, and this sentence says what."
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


def check(refused, status, sentence):
    """The class, the code and the sentence of what was thrown."""
    error = refused.value
    assert (error.name, error.code) == (CLASSES[status], f"HTTP_{status}")
    assert error.body["isMemoryError"]
    assert error.body["isOwnClass"]
    assert error.body["suggestion"]
    answer = json.loads(error.message)
    assert sentence in answer["detail"]
    assert answer["request_id"]


@pytest.mark.parametrize("method", ["get", "delete", "history"])
def test_an_id_that_is_none_is_a_validation_error(client, method):
    with pytest.raises(Refused) as refused:
        getattr(client, method)("not-an-id")
    check(refused, 400, "memory_id should be a valid UUID")


@pytest.mark.parametrize("method", ["get", "delete", "history"])
def test_an_unknown_memory_is_a_not_found_error(client, method):
    with pytest.raises(Refused) as refused:
        getattr(client, method)(UNKNOWN)
    check(refused, 404, "Memory not found!")


def test_the_memory_of_another_project_is_a_not_found_error(client, umbrella):
    (secret,) = umbrella.remember("I keep secrets.")
    with pytest.raises(Refused) as refused:
        client.update(secret["id"], {"text": "I keep none."})
    check(refused, 404, "Memory not found!")


def test_an_add_for_nobody_is_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.add("I keep bees.", {"infer": False})
    check(refused, 400, "user_id")


def test_a_list_of_nobody_is_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.getAll({})
    check(refused, 400, "user_id")


def test_a_search_for_nobody_is_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.search("bees", {})
    check(refused, 400, "user_id")


def test_a_blank_search_is_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.found(" ")
    check(refused, 400, "query")


def test_more_hits_than_allowed_are_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.found("bees", top_k=1001)
    check(refused, 400, "top_k")


def test_a_deletion_for_nobody_is_a_validation_error(client):
    client.store("I keep bees.")
    with pytest.raises(Refused) as refused:
        client.deleteAll({})
    check(refused, 400, "user_id")
    assert len(client.listed()) == 1


def test_a_batch_with_an_unknown_memory_changes_nothing(client):
    (stored,) = client.store("I keep bees.")
    with pytest.raises(Refused) as refused:
        client.batchDelete([stored["id"], UNKNOWN])
    check(refused, 404, "not found")
    assert len(client.listed()) == 1


def test_a_batch_that_is_too_long_is_a_validation_error(client):
    with pytest.raises(Refused) as refused:
        client.batchDelete([UNKNOWN] * 1001)
    check(refused, 400, "Maximum of 1000 memories")


def test_a_key_that_no_longer_works_is_an_authentication_error(client):
    client.ping()
    client.loseKey()
    with pytest.raises(Refused) as refused:
        client.users()
    check(refused, 401, "Invalid API key.")


def test_the_webhooks_of_another_project_are_an_authentication_error(client, umbrella):
    with pytest.raises(Refused) as refused:
        client.getWebhooks({"projectId": str(umbrella.project.pk)})
    check(refused, 403, "You don't have access to this project")


def test_a_full_project_is_a_quota_error(client, acme):
    allow(acme, memories=1)
    client.store("I keep bees.")
    with pytest.raises(Refused) as refused:
        client.store("I bake rye bread.")
    check(refused, 413, "The plan has room for 1 memories")


def test_too_many_requests_are_a_rate_limit_error(client, acme):
    allow(acme, per_minute=3)
    with pytest.raises(Refused) as refused:
        ask_again_and_again(client)
    check(refused, 429, "3 requests")


def ask_again_and_again(client):
    for _ in range(4):
        client.users()


def allow(api, **limits):
    """Give the organization limits of its own; the key has not been used yet."""
    organization = api.project.organization
    organization.plan_overrides = limits
    organization.save()


@pytest.mark.parametrize("status", CLASSES)
def test_every_status_has_its_class(client, status):
    with answering(Problem(status, SENTENCE, "broken")) as url:
        there = replace(client, construct={**client.construct, "host": url})
        with pytest.raises(Refused) as refused:
            there.get(UNKNOWN)
    check(refused, status, SENTENCE)
