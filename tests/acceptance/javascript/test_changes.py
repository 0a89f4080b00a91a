"""Updating, deleting, the history of both, and many at once."""

from __future__ import annotations

import pytest

from tests.acceptance.javascript.sdk import NEWEST
from tests.acceptance.sdk import Refused

BEES, HIVES = "I keep bees.", "I keep two hives."


def test_a_text_is_changed(client):
    (stored,) = client.store(BEES)
    answer = client.update(stored["id"], {"text": HIVES})
    assert (answer["id"], answer["memory"]) == (stored["id"], HIVES)
    assert client.get(stored["id"])["memory"] == HIVES


def test_metadata_is_changed_and_the_text_stays(client):
    (stored,) = client.store(BEES, metadata={"hives": 1})
    client.update(stored["id"], {"metadata": {"hives": 2}})
    kept = client.get(stored["id"])
    assert (kept["metadata"], kept["memory"]) == ({"hives": 2}, BEES)


@pytest.mark.parametrize(
    "moment", [1_700_000_000, "2023-11-14T22:13:20Z"], ids=["epoch", "iso"]
)
def test_a_timestamp_is_changed(client, moment):
    (stored,) = client.store(BEES)
    client.update(stored["id"], {"timestamp": moment})
    created = client.get(stored["id"])[client.word("created_at")]
    assert created.startswith("2023-11-14T22:13:20")


@NEWEST
def test_an_expiration_date_is_set_and_cleared(client):
    (stored,) = client.store(BEES)
    client.update(stored["id"], {"expirationDate": "2199-12-31"})
    assert client.get(stored["id"])["expirationDate"] == "2199-12-31"
    client.update(stored["id"], {"expirationDate": None})
    assert client.get(stored["id"])["expirationDate"] is None


def test_an_update_of_nothing_is_refused_by_the_client(client):
    (stored,) = client.store(BEES)
    with pytest.raises(Refused, match="At least one of"):
        client.update(stored["id"], {})


def test_one_memory_is_deleted(client):
    first, second = client.store(BEES, "I bake rye bread.")
    assert client.delete(first["id"])["message"] == "Memory deleted successfully!"
    assert [row["id"] for row in client.listed()] == [second["id"]]


@NEWEST
def test_a_deletion_may_take_what_was_replaced_with_it(client):
    (stored,) = client.store(BEES)
    answer = client.delete(stored["id"], {"deleteLinked": True})
    assert answer["cascadeCount"] == 0
    assert client.listed() == []


def test_all_memories_of_one_user_are_deleted(client):
    client.store(BEES, "I bake rye bread.")
    client.store("I fear bees.", user_id="bob")
    answer = client.deleteAll(client.spelled(user_id="alice"))
    assert isinstance(answer["message"], str)
    assert client.listed() == []
    assert len(client.listed(user_id="bob")) == 1


def test_deleting_for_somebody_unknown_is_no_error(client):
    answer = client.deleteAll(client.spelled(user_id="nobody"))
    assert isinstance(answer["message"], str)


def test_four_wildcards_delete_everything(client):
    client.store(BEES)
    client.store("I fear bees.", user_id="bob", run_id="r-1")
    everybody = dict.fromkeys(("user_id", "agent_id", "app_id", "run_id"), "*")
    client.deleteAll(client.spelled(**everybody))
    assert client.listed() == client.listed(user_id="bob") == []


def test_history_tells_every_change_oldest_first(client):
    (stored,) = client.store(BEES)
    client.update(stored["id"], {"text": HIVES})
    client.delete(stored["id"])
    entries = client.history(stored["id"])
    old, new = client.word("old_memory"), client.word("new_memory")
    assert [entry["event"] for entry in entries] == ["ADD", "UPDATE", "DELETE"]
    assert [entry[old] for entry in entries] == [None, BEES, HIVES]
    assert [entry[new] for entry in entries] == [BEES, HIVES, None]
    assert entries[0]["input"] == [{"role": "user", "content": BEES}]


def test_many_memories_are_updated_at_once(client):
    first, second = client.store(BEES, "I bake rye bread.")
    answer = client.batchUpdate(
        [
            {"memoryId": first["id"], "text": HIVES},
            {"memoryId": second["id"], "text": "I bake wheat bread."},
        ]
    )
    assert answer["message"] == "Successfully updated 2 memories"
    assert {row["memory"] for row in client.listed()} == {HIVES, "I bake wheat bread."}


def test_many_memories_are_deleted_at_once(client):
    first, second, third = client.store(BEES, "I bake rye bread.", "I swim.")
    answer = client.batchDelete([first["id"], second["id"]])
    assert answer["message"] == "Successfully deleted 2 memories"
    assert [row["id"] for row in client.listed()] == [third["id"]]
