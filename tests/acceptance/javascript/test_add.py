from __future__ import annotations

from uuid import UUID

import pytest

from tests.acceptance.javascript.sdk import NEWEST, OLDER
from tests.acceptance.sdk import Refused

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
    client.add(messages, client.spelled(user_id="alice", infer=False))
    (kept,) = client.listed()
    assert kept["memory"] == TEXT
    assert UUID(kept["id"])


def test_texts_that_are_not_inferred_are_stored_at_once(client):
    first, second = client.store(TEXT, "I bake rye bread.")
    assert first["data"]["memory"] == first["memory"] == TEXT
    assert first["event"] == second["event"] == "ADD"
    assert {row["id"] for row in client.listed()} == {first["id"], second["id"]}


@NEWEST
def test_an_add_is_queued_and_then_remembered(client, live, acme):
    answer = client.add(SAID, {"userId": "alice"})
    assert answer["status"] == "PENDING"
    assert live.finished(acme.key, answer["eventId"])["status"] == "SUCCEEDED"
    assert "Porto" in " ".join(row["memory"] for row in client.listed())


@OLDER
def test_a_queued_add_is_a_bare_array(client, live, acme):
    (item,) = client.add(SAID, {"user_id": "alice"})
    assert (item["status"], item["event"], item["memory"]) == ("PENDING", "ADD", "")
    assert live.finished(acme.key, item["event_id"])["status"] == "SUCCEEDED"
    assert "Porto" in " ".join(row["memory"] for row in client.listed())


@OLDER
def test_a_queued_add_is_wrapped_on_request(client):
    options = {"user_id": "alice", "output_format": "v1.1", "api_version": "v2"}
    (item,) = client.add(SAID, options)["results"]
    assert item["status"] == "PENDING"


@OLDER
def test_an_add_that_is_not_async_answers_with_its_results(client):
    results = client.add(SAID, {"user_id": "alice", "async_mode": False})
    assert {item["event"] for item in results} == {"ADD"}
    assert {item["id"] for item in results} == {row["id"] for row in client.listed()}


def test_metadata_comes_back_letter_by_letter(client):
    metadata = {"source": "chat", "camelCase": 1, "snake_case": {"innerKey": [True]}}
    client.store(TEXT, metadata=metadata)
    (kept,) = client.listed()
    assert kept["metadata"] == metadata


def test_every_kind_of_id_is_kept_when_nothing_is_inferred(client):
    ids = {"user_id": "alice", "agent_id": "tutor", "app_id": "web", "run_id": "r-1"}
    client.store(TEXT, **ids)
    (kept,) = client.listed()
    assert kept | client.spelled(**ids) == kept


@NEWEST
def test_ids_may_come_inside_filters(client):
    options = {"filters": {"user_id": "alice"}, "infer": False, "timestamp": 5}
    client.add([{"role": "user", "content": TEXT}], options)
    (kept,) = client.listed()
    assert (kept["memory"], kept["userId"]) == (TEXT, "alice")


def test_a_timestamp_dates_the_memory(client):
    client.store(TEXT, timestamp=1_700_000_000)
    (kept,) = client.listed()
    assert kept[client.word("created_at")].startswith("2023-11-14T22:13:20")


def test_an_expiration_date_is_kept(client):
    client.store(TEXT, expiration_date="2199-12-31")
    (kept,) = client.listed()
    assert kept[client.word("expiration_date")] == "2199-12-31"


@NEWEST
def test_every_option_of_an_add_is_understood(client, live, acme):
    options = {
        "userId": "alice",
        "customCategories": [{"home_town": "Where somebody lives"}],
        "customInstructions": "Keep places.",
        "agentCustomInstructions": "Keep promises.",
        "structuredDataSchema": {"homeTown": "string"},
        "metadata": {"turn": 3},
    }
    answer = client.add(SAID, options)
    event = live.finished(acme.key, answer["eventId"])
    assert event["status"] == "SUCCEEDED", event["error"]
    assert {row["metadata"]["turn"] for row in client.listed()} == {3}


@OLDER
def test_options_of_older_servers_do_no_harm(client):
    options = {
        "enable_graph": True,
        "includes": "places",
        "excludes": "names",
        "immutable": True,
        "batch_size": 10,
        "filter_memories": True,
        "force_add_only": True,
    }
    client.store(TEXT, **options)
    assert [row["memory"] for row in client.listed()] == [TEXT]


@NEWEST
def test_each_deduced_memory_is_stored(client):
    options = {"userId": "alice", "infer": False, "deducedMemories": [TEXT, "I swim."]}
    client.add([{"role": "user", "content": "Hello!"}], options)
    assert {row["memory"] for row in client.listed()} >= {TEXT, "I swim."}


def test_an_add_of_nothing_is_refused(client):
    with pytest.raises(Refused, match="messages"):
        client.add([], client.spelled(user_id="alice"))
