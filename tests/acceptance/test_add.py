from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from tests.acceptance.generations import LATER, NEWEST, OLDER

TEXT = "I play the cello in an amateur orchestra."
SAID = [
    {"role": "user", "content": "My name is Alice and I live in Porto."},
    {"role": "assistant", "content": "Nice to meet you!"},
]


@pytest.mark.parametrize(
    "messages",
    [TEXT, {"role": "user", "content": TEXT}, [{"role": "user", "content": TEXT}]],
    ids=["string", "object", "list"],
)
def test_every_form_of_messages_is_stored(client, messages):
    answer = client.add(messages, user_id="alice", infer=False)
    (stored,) = answer["results"]
    assert UUID(stored["id"])
    assert stored["event"] == "ADD"
    assert stored["memory"] == stored["data"]["memory"] == TEXT
    assert [row["memory"] for row in client.listed(user_id="alice")] == [TEXT]


def test_an_add_is_queued_and_then_remembered(client, live, acme):
    answer = client.add(SAID, user_id="alice")
    told = answer if client.newest else answer["results"][0]
    assert told["status"] == "PENDING"
    event = live.finished(acme.key, told["event_id"])
    assert event["status"] == "SUCCEEDED"
    assert event["results"][0]["event"] == "ADD"
    texts = " ".join(row["memory"] for row in client.listed(user_id="alice"))
    assert "Porto" in texts


@OLDER
def test_a_queued_add_reads_like_an_item_of_results(client):
    (item,) = client.add(SAID, user_id="alice")["results"]
    assert item["event"] == "ADD"
    assert item["memory"] == ""
    assert isinstance(item["message"], str)


def test_an_add_that_is_not_async_answers_with_its_results(client):
    results = client.add(SAID, user_id="alice", async_mode=False)["results"]
    assert {item["event"] for item in results} == {"ADD"}
    kept = {row["id"] for row in client.listed(user_id="alice")}
    assert {item["id"] for item in results} == kept


def test_an_answer_has_no_relations_that_nobody_asked_for(client):
    assert "relations" not in client.add(TEXT, user_id="alice", infer=False)


def test_metadata_comes_back(client):
    client.store(TEXT, metadata={"source": "chat", "nested": {"turn": 3}})
    (kept,) = client.listed(user_id="alice")
    assert kept["metadata"] == {"source": "chat", "nested": {"turn": 3}}


def test_metadata_of_an_inferred_add_comes_back(client):
    client.add(SAID, user_id="alice", metadata={"turn": 3}, async_mode=False)
    assert {row["metadata"]["turn"] for row in client.listed(user_id="alice")} == {3}


def test_a_timestamp_dates_the_memory(client):
    client.store(TEXT, timestamp=1_700_000_000)
    (kept,) = client.listed(user_id="alice")
    moment = dt.datetime.fromisoformat(kept["created_at"])
    assert moment.timestamp() == 1_700_000_000


def test_times_have_a_numeric_offset(client):
    client.store(TEXT)
    (kept,) = client.listed(user_id="alice")
    assert kept["created_at"].endswith("+00:00")
    assert kept["updated_at"].endswith("+00:00")


def test_an_expiration_date_is_kept(client):
    client.store(TEXT, expiration_date="2199-12-31")
    (kept,) = client.listed(user_id="alice")
    assert kept["expiration_date"] == "2199-12-31"


def test_a_memory_past_its_expiration_date_is_not_shown(client):
    (stored,) = client.store(TEXT, expiration_date="2020-01-01")
    assert client.listed(user_id="alice") == []
    assert client.found("cello") == []
    assert client.get(stored["id"])["expiration_date"] == "2020-01-01"


def test_every_kind_of_id_is_kept_when_nothing_is_inferred(client):
    ids = {"user_id": "alice", "agent_id": "tutor", "app_id": "web", "run_id": "r-1"}
    client.store(TEXT, **ids)
    (kept,) = client.listed(user_id="alice")
    assert {name: kept[name] for name in ids} == ids
    assert kept["session_id"] == "r-1"


def test_facts_of_the_user_go_to_the_user_alone(client):
    client.add(SAID, user_id="alice", agent_id="tutor", async_mode=False)
    rows = client.listed(user_id="alice")
    assert rows
    assert {row["agent_id"] for row in rows} == {None}


@LATER
def test_text_in_any_script_survives(client):
    client.store("Ich wohne in Köln 🏠, 我住在科隆。")
    (kept,) = client.listed(user_id="alice")
    assert kept["memory"] == "Ich wohne in Köln 🏠, 我住在科隆。"


@NEWEST
def test_ids_may_stand_in_filters(client):
    client.add(TEXT, filters={"user_id": "alice"}, infer=False)
    assert [row["memory"] for row in client.listed(user_id="alice")] == [TEXT]


@NEWEST
def test_typed_options_are_understood(client):
    options = {
        "name": "AddMemoryOptions",
        "filters": {"user_id": "alice", "run_id": "r-1"},
        "infer": False,
        "metadata": {"turn": 3},
        "timestamp": 1_700_000_000,
        "expiration_date": "2199-12-31",
    }
    client.add(TEXT, options=options)
    (kept,) = client.listed(user_id="alice")
    assert kept["run_id"] == "r-1"
    assert kept["metadata"] == {"turn": 3}
    assert kept["created_at"].startswith("2023-11-14T22:13:20")
    assert kept["expiration_date"] == "2199-12-31"
