from __future__ import annotations

import pytest

from tests.acceptance.generations import LATER, NEWEST
from tests.acceptance.sdk import Refused

BEES = "I keep bees."


def test_a_text_is_changed(client):
    (stored,) = client.store(BEES)
    client.update(stored["id"], text="I keep two hives.")
    assert client.get(stored["id"])["memory"] == "I keep two hives."


def test_an_update_answers_with_the_whole_memory(client):
    (stored,) = client.store(BEES)
    answer = client.update(stored["id"], text="I keep two hives.")
    assert answer["id"] == stored["id"]
    assert answer["memory"] == "I keep two hives."
    assert answer["event"] == "UPDATE"
    assert answer["previous_memory"] == BEES
    assert answer["user_id"] == "alice"


def test_a_changed_text_is_what_is_found(client):
    (stored,) = client.store(BEES)
    client.update(stored["id"], text="I restore old motorcycles.")
    assert [hit["memory"] for hit in client.found("motorcycles")] == [
        "I restore old motorcycles."
    ]


def test_metadata_is_changed_and_the_text_stays(client):
    (stored,) = client.store(BEES, metadata={"hives": 1})
    client.update(stored["id"], metadata={"hives": 2})
    kept = client.get(stored["id"])
    assert kept["metadata"]["hives"] == 2
    assert kept["memory"] == BEES


@LATER
@pytest.mark.parametrize(
    "moment", [1_700_000_000, "2023-11-14T22:13:20Z"], ids=["epoch", "iso"]
)
def test_a_timestamp_is_changed(client, moment):
    (stored,) = client.store(BEES)
    client.update(stored["id"], timestamp=moment)
    kept = client.get(stored["id"])
    assert kept["created_at"].startswith("2023-11-14T22:13:20")


@NEWEST
def test_an_expiration_date_is_set_and_cleared(client):
    (stored,) = client.store(BEES)
    client.update(stored["id"], expiration_date="2199-12-31")
    assert client.get(stored["id"])["expiration_date"] == "2199-12-31"
    client.update(stored["id"], expiration_date=None)
    assert client.get(stored["id"])["expiration_date"] is None


@NEWEST
def test_typed_options_of_an_update_are_understood(client):
    (stored,) = client.store(BEES)
    options = {"name": "UpdateMemoryOptions", "text": "I keep two hives."}
    client.update(stored["id"], options=options)
    assert client.get(stored["id"])["memory"] == "I keep two hives."


def test_one_memory_is_deleted(client):
    first, second = client.store(BEES, "I bake rye bread.")
    answer = client.delete(first["id"])
    assert answer["message"] == "Memory deleted successfully!"
    assert [row["id"] for row in client.listed(user_id="alice")] == [second["id"]]


@NEWEST
def test_a_deletion_may_take_what_was_replaced_with_it(client):
    (stored,) = client.store(BEES)
    answer = client.delete(stored["id"], delete_linked=True)
    assert answer["cascade_count"] == 0
    assert client.listed(user_id="alice") == []


def test_all_memories_of_one_user_are_deleted(client):
    client.store(BEES, "I bake rye bread.")
    client.store("I fear bees.", user_id="bob")
    assert isinstance(client.delete_all(user_id="alice")["message"], str)
    assert client.listed(user_id="alice") == []
    assert len(client.listed(user_id="bob")) == 1


def test_deleting_for_somebody_unknown_is_no_error(client):
    assert isinstance(client.delete_all(user_id="nobody")["message"], str)


def test_deleting_without_naming_anybody_deletes_nothing(client):
    client.store(BEES)
    with pytest.raises(Refused):
        client.delete_all()
    assert len(client.listed(user_id="alice")) == 1


def test_four_wildcards_delete_everything(client):
    client.store(BEES)
    client.store("I fear bees.", user_id="bob", run_id="r-1")
    client.delete_all(user_id="*", agent_id="*", app_id="*", run_id="*")
    assert client.listed(user_id="alice") == client.listed(user_id="bob") == []


@NEWEST
def test_typed_options_of_a_deletion_are_understood(client):
    client.store(BEES)
    client.store("I fear bees.", user_id="bob")
    options = {"name": "DeleteAllMemoryOptions", "filters": {"user_id": "alice"}}
    client.delete_all(options=options)
    assert client.listed(user_id="alice") == []
    assert len(client.listed(user_id="bob")) == 1


def test_history_tells_every_change_oldest_first(client):
    (stored,) = client.store(BEES)
    client.update(stored["id"], text="I keep two hives.")
    first, second = client.history(stored["id"])
    assert (first["event"], first["old_memory"]) == ("ADD", None)
    assert first["new_memory"] == second["old_memory"] == BEES
    assert (second["event"], second["new_memory"]) == ("UPDATE", "I keep two hives.")
    assert first["memory_id"] == second["memory_id"] == stored["id"]
    assert first["input"] == [{"role": "user", "content": BEES}]


def test_history_outlives_the_memory(client):
    (stored,) = client.store(BEES)
    client.delete(stored["id"])
    events = [entry["event"] for entry in client.history(stored["id"])]
    assert events == ["ADD", "DELETE"]


def test_many_memories_are_updated_at_once(client):
    first, second = client.store(BEES, "I bake rye bread.")
    answer = client.batch_update(
        [
            {"memory_id": first["id"], "text": "I keep two hives."},
            {"memory_id": second["id"], "metadata": {"topic": "food"}},
        ]
    )
    assert answer["message"] == "Successfully updated 2 memories"
    assert client.get(first["id"])["memory"] == "I keep two hives."
    assert client.get(second["id"])["metadata"] == {"topic": "food"}


def test_many_memories_are_deleted_at_once(client):
    first, second, third = client.store(BEES, "I bake rye bread.", "I swim.")
    ids = [{"memory_id": item["id"]} for item in (first, second)]
    answer = client.batch_delete(ids)
    assert answer["message"] == "Successfully deleted 2 memories"
    assert [row["id"] for row in client.listed(user_id="alice")] == [third["id"]]
