"""Odd but real requests: what the official clients were seen to send."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.memories.wire import BEES, listed, query, tenant, texts


def test_an_add_with_ids_in_filters_and_a_timestamp_near_the_epoch_is_queued(acme):
    body = {
        "messages": [{"role": "user", "content": "hi"}],
        "filters": {"user_id": "alice"},
        "timestamp": 5,
    }
    answer = acme.post("/v3/memories/add/", body)
    assert answer.status_code == 200
    assert answer.json()["status"] == "PENDING"
    event = acme.get(f"/v1/event/{answer.json()['event_id']}/").json()
    assert event["payload"]["user_id"] == "alice"


def test_a_plain_string_of_the_first_generation_is_stored(acme):
    body = {
        "messages": "plain string",
        "user_id": "alice",
        "infer": False,
        "output_format": "v1.1",
        "version": "v2",
        **tenant(acme),
    }
    (stored,) = acme.post("/v1/memories/", body).json()["results"]
    assert stored["memory"] == "plain string"


def test_an_add_of_the_first_generation_answers_a_bare_array(acme):
    (queued,) = acme.post("/v1/memories/", {"messages": BEES, "user_id": "a"}).json()
    assert queued["status"] == "PENDING"
    assert queued["event_id"]
    assert queued["memory"] == ""
    assert queued["event"] == "ADD"


def test_a_single_object_is_a_message(acme):
    body = {
        "messages": {"role": "user", "content": BEES},
        "user_id": "alice",
        "infer": False,
    }
    (stored,) = acme.post("/v3/memories/add/", body).json()["results"]
    assert stored["memory"] == BEES


@pytest.mark.parametrize("messages", [[], "", None, 5, [5], [[]]])
@pytest.mark.parametrize("path", ["/v1/memories/", "/v3/memories/add/"])
def test_messages_that_are_none_are_refused(acme, path, messages):
    answer = acme.post(path, {"messages": messages, "user_id": "alice"})
    assert answer.status_code == 400
    assert "messages" in answer.json()["detail"]


def test_a_blank_message_is_no_memory(acme):
    acme.remember(" ", BEES)
    assert texts(listed(acme)) == [BEES]


def test_a_number_is_an_id(acme):
    acme.remember(BEES, user_id=42)
    (kept,) = listed(acme, user_id="42")
    assert kept["user_id"] == "42"


@pytest.mark.parametrize(
    "name", ["søren", "李雷", "a%b", "a&b=c", "a=b", "a b", "x/y", "me@example.org"]
)
def test_an_id_may_hold_any_character(acme, name):
    acme.remember(BEES, user_id=name)
    acme.remember("I fear bees.", user_id="bob")
    assert texts(listed(acme, user_id=name)) == [BEES]
    page = acme.post("/v3/memories/", {"filters": {"user_id": name}}).json()
    assert texts(page["results"]) == [BEES]


def test_deduced_memories_are_memories_of_their_own(acme):
    body = {
        "messages": [{"role": "user", "content": "Bees and bread, that is me."}],
        "user_id": "alice",
        "infer": False,
        "deduced_memories": [BEES, "I bake rye bread."],
    }
    answer = acme.post("/v3/memories/add/", body)
    assert texts(answer.json()["results"]) == [BEES, "I bake rye bread."]


def test_unknown_keys_are_ignored_and_not_kept(acme):
    body = {
        "messages": BEES,
        "user_id": "alice",
        "apiKey": "m0-secret",
        "host": "https://example.org",
        "tags": ["a"],
        "enable_graph": True,
    }
    answer = acme.post("/v3/memories/add/", body)
    event = acme.get(f"/v1/event/{answer.json()['event_id']}/")
    assert b"m0-secret" not in event.content


def test_camel_case_ids_name_somebody(acme):
    body = {"messages": BEES, "userId": "alice", "infer": False}
    assert acme.post("/v3/memories/add/", body).status_code == 200
    assert texts(listed(acme)) == [BEES]


def test_doubled_slashes_are_one(acme):
    assert acme.get("/v1//ping///").json()["status"] == "ok"


def test_a_forgotten_slash_loses_no_body(acme):
    body = {"messages": BEES, "user_id": "alice", "infer": False}
    assert acme.post("/v3/memories/add", body).status_code == 200
    assert texts(listed(acme)) == [BEES]


def test_a_batch_of_deletions_is_read_from_the_body(acme):
    (kept,) = acme.remember(BEES)
    answer = acme.delete("/v1/batch/", {"memories": [kept["id"]]})
    assert answer.json()["message"] == "Successfully deleted 1 memories"


def test_a_key_may_be_a_bearer(acme):
    answer = acme.get("/v1/ping/", authorization=f"Bearer {acme.key}")
    assert answer.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"authorization": "Token m0-wrong"}])
def test_a_bad_key_is_refused_in_json(headers):
    answer = Client().get("/v1/ping/", headers=headers)
    assert answer.status_code == 401
    assert answer["content-type"].startswith("application/json")
    assert isinstance(answer.json()["detail"], str)


def test_ids_of_another_tenant_are_never_followed(acme, umbrella):
    umbrella.remember("I keep secrets.")
    path = query("/v1/memories/", user_id="alice", **tenant(umbrella))
    answer = acme.get(path)
    assert answer.status_code == 404
    assert b"secrets" not in answer.content
