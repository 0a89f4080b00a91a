from __future__ import annotations

import datetime as dt
import uuid
from types import MappingProxyType

import pytest

from mem0.exceptions import MemoryNotFoundError, ValidationError
from tests.client.conftest import ONLY_BLOCKING
from tests.memories.wire import BEES, UNKNOWN, texts


def remembered(client, *sentences, user_id="alice"):
    answer = client.add(
        [{"role": "user", "content": text} for text in sentences],
        user_id=user_id,
        infer=False,
    )
    return [result["id"] for result in answer["results"]]


@pytest.mark.parametrize(
    "messages",
    [BEES, {"role": "user", "content": BEES}, [{"role": "user", "content": BEES}]],
)
def test_it_adds_a_text_a_message_or_a_list(client, messages):
    answer = client.add(messages, user_id="alice", infer=False)

    assert answer["status"] == "SUCCEEDED"
    assert texts(answer["results"]) == [BEES]


def test_it_adds_with_options_in_one_mapping(client):
    options = {"filters": {"user_id": "alice"}, "infer": False}

    client.add(
        BEES,
        options,
        metadata=MappingProxyType(
            {"at": dt.date(2026, 1, 2), "of": uuid.UUID(int=1), "in": {"b", "a"}}
        ),
    )

    (kept,) = client.get_all(user_id="alice")
    assert kept["metadata"] == {
        "at": "2026-01-02",
        "of": "00000000-0000-0000-0000-000000000001",
        "in": ["a", "b"],
    }


def test_it_gets_a_memory(client):
    (memory_id,) = remembered(client, BEES)

    assert client.get(memory_id)["memory"] == BEES


def test_what_it_lists_is_a_list_and_reads_like_the_wire(client):
    remembered(client, BEES)

    found = client.get_all(filters={"user_id": "alice"})

    assert isinstance(found, list)
    assert texts(found) == texts(found["results"]) == [BEES]
    assert found["count"] == found.get("count") == 1
    assert "results" in found
    assert found[0] in found
    assert found.get("relations") is None


def test_it_searches_with_ids_beside_the_filters(client):
    remembered(client, BEES)
    remembered(client, BEES, user_id="bob")

    found = client.search("What animals?", user_id="alice", threshold=0.0)

    assert [hit["user_id"] for hit in found] == ["alice"]
    assert 0 < found[0]["score"] <= 1


def test_ids_and_filters_narrow_together(client):
    client.add(BEES, user_id="alice", infer=False, metadata={"pet": True})
    remembered(client, "I live in Porto.")

    found = client.get_all(user_id="alice", filters={"metadata": {"pet": True}})

    assert texts(found) == [BEES]


def test_it_updates_what_is_given(client):
    (memory_id,) = remembered(client, BEES)

    client.update(memory_id, text="I kept bees.", metadata={"checked": True})
    client.update(memory_id, expiration_date=dt.date(2999, 1, 1))
    kept = client.get(memory_id)
    client.update(memory_id, expiration_date=None)

    assert (kept["memory"], kept["metadata"]) == ("I kept bees.", {"checked": True})
    assert kept["expiration_date"] == "2999-01-01"
    assert client.get(memory_id)["expiration_date"] is None
    assert client.history(memory_id)[0]["event"] == "ADD"
    assert client.why(memory_id)["sources"][0]["content"] == BEES


def test_a_search_tells_what_it_is_asked_for(client):
    remembered(client, BEES)
    found = client.search("bees", user_id="alice", explain=True, max_tokens=100)

    assert found[0]["explanation"]["rank"] == 1
    assert BEES in found["context"]
    assert 0 < found.get("answerability") < 1


def test_an_update_of_nothing_is_refused(client):
    with pytest.raises(ValidationError, match="At least one of text"):
        client.update(UNKNOWN)


def test_it_deletes_a_memory(client):
    (memory_id,) = remembered(client, BEES)

    assert client.delete(memory_id)["message"] == "Memory deleted successfully!"
    with pytest.raises(MemoryNotFoundError):
        client.get(memory_id)


def test_it_deletes_the_ones_a_memory_has_replaced(client):
    (memory_id,) = remembered(client, BEES)

    assert client.delete(memory_id, delete_linked=True)["cascade_count"] == 0


def test_it_deletes_what_matches(client):
    remembered(client, BEES)
    remembered(client, BEES, user_id="bob")

    client.delete_all(user_id="alice")
    client.delete_all({"filters": {"user_id": "carol"}})

    assert not client.get_all(user_id="alice")
    assert len(client.get_all(user_id="bob")) == 1


def test_it_does_not_delete_everything_by_accident(recorded):
    client, requests = recorded

    with pytest.raises(ValidationError, match="At least one of user_id"):
        client.delete_all(user_id=None)
    assert requests == []


@ONLY_BLOCKING
@pytest.mark.parametrize("blank", ["", " ", None, "\ud800"])
def test_a_blank_id_never_becomes_another_route(recorded, blank):
    client, requests = recorded

    with pytest.raises(ValidationError):
        client.delete(blank)
    assert requests == []


def test_it_changes_and_deletes_many_at_once(client):
    first, second = remembered(client, BEES, "I live in Porto.")

    changed = client.batch_update([{"memory_id": first, "text": "I kept bees."}])
    deleted = client.batch_delete([second, {"memory_id": first}])

    assert changed["message"] == "Successfully updated 1 memories"
    assert deleted["message"] == "Successfully deleted 2 memories"
    assert not client.get_all(user_id="alice")


def test_it_gives_feedback_and_takes_it_back(client):
    (memory_id,) = remembered(client, BEES)

    client.feedback(memory_id, "POSITIVE", feedback_reason="true")
    given = client.get(memory_id)["feedback"]
    client.feedback(memory_id)

    assert given == "POSITIVE"
    assert client.get(memory_id)["feedback"] is None


def test_it_sees_nothing_of_another_tenant(client, umbrella):
    (theirs,) = umbrella.remember(BEES)

    with pytest.raises(MemoryNotFoundError):
        client.get(theirs["id"])
    assert not client.search(BEES, user_id="alice")


def test_it_looks_from_another_time(client):
    monday = dt.datetime(2025, 6, 2, 12, tzinfo=dt.UTC)
    for day, text in ((0, "I live in Lisbon."), (10, "I moved to Porto.")):
        at = int(monday.timestamp()) + day * 86_400
        client.add(text, user_id="ana", timestamp=at, async_mode=False, version="v1")

    then = (monday + dt.timedelta(days=2)).date()

    assert "Lisbon" in client.get_all(user_id="ana", as_of=then)[0]["memory"]
    found = client.search("home", user_id="ana", as_of=then, threshold=0)
    assert ["Lisbon" in hit["memory"] for hit in found] == [True]
    assert client.get_all(user_id="ana", known_at=then) == []
