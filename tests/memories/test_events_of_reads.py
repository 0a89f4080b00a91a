"""What is read and changed leaves an event, and the numbers tell of all of them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from memories import recording
from orgs.tenancy import tenant
from tests.memories.wire import BEES, UNKNOWN

ALICE = {"filters": {"user_id": "alice"}}


def events(api, event_type):
    answer = api.get(f"/v1/events/?event_type={event_type}")
    assert answer.status_code == 200
    return answer.json()["results"]


@pytest.fixture
def memory(acme):
    return acme.remember(BEES)[0]["id"]


def search(api, memory):
    return api.post("/v3/memories/search/", {"query": "bees", **ALICE})


def older_search(api, memory):
    return api.post("/v1/memories/search/", {"query": "bees", "user_id": "alice"})


def flat_search(api, memory):
    return api.post("/search", {"query": "bees", **ALICE})


def get_all(api, memory):
    return api.post("/v3/memories/", ALICE)


def older_get_all(api, memory):
    return api.get("/v1/memories/?user_id=alice")


def flat_get_all(api, memory):
    return api.get("/memories?user_id=alice")


def of_entity(api, memory):
    return api.get("/v1/memories/user/alice/")


def get(api, memory):
    return api.get(f"/v1/memories/{memory}/")


def flat_get(api, memory):
    return api.get(f"/memories/{memory}")


def update(api, memory):
    return api.put(f"/v1/memories/{memory}/", {"text": "I keep wasps."})


def flat_update(api, memory):
    return api.put(f"/memories/{memory}", {"text": "I keep wasps."})


def batch_update(api, memory):
    body = {"memories": [{"memory_id": memory, "text": "I keep wasps."}]}
    return api.put("/v1/batch/", body)


def delete(api, memory):
    return api.delete(f"/v1/memories/{memory}/")


def flat_delete(api, memory):
    return api.delete(f"/memories/{memory}")


def batch_delete(api, memory):
    return api.delete("/v1/batch/", {"memories": [memory]})


def delete_all(api, memory):
    return api.delete("/v1/memories/?user_id=alice")


def delete_user(api, memory):
    return api.delete("/v2/entities/user/alice/")


KINDS = {
    "SEARCH": (search, older_search, flat_search),
    "GET_ALL": (get_all, older_get_all, flat_get_all, of_entity),
    "GET": (get, flat_get),
    "UPDATE": (update, flat_update, batch_update),
    "DELETE": (delete, flat_delete, batch_delete),
    "DELETE_ALL": (delete_all,),
    "DELETE_USER": (delete_user,),
}


@pytest.mark.parametrize(
    ("event_type", "call"),
    [(event_type, call) for event_type, calls in KINDS.items() for call in calls],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_an_operation_leaves_one_event_of_its_type(acme, memory, event_type, call):
    assert events(acme, event_type) == []
    assert call(acme, memory).status_code == 200
    (event,) = events(acme, event_type)
    assert (event["event_type"], event["status"]) == (event_type, "SUCCEEDED")
    assert event["request_id"]
    assert event["latency"] >= 0
    assert acme.get(f"/v1/event/{event['id']}/").json() == event


def test_the_event_of_a_search_tells_what_was_asked_and_found(acme, memory):
    body = {"query": "bees\0?", "top_k": 3, "apiKey": "m0-secret", **ALICE}
    acme.post("/v3/memories/search/?source=N8N", body)
    (event,) = events(acme, "SEARCH")
    assert event["payload"] == {"query": "bees\ufffd?", "top_k": 3, **ALICE}
    (hit,) = event["results"]
    assert hit["id"] == memory
    assert 0 < hit["score"] <= 1


def test_the_event_of_a_change_names_the_memory(acme, memory):
    update(acme, memory)
    delete(acme, memory)
    (updated,), (deleted,) = events(acme, "UPDATE"), events(acme, "DELETE")
    assert updated["results"][0]["memory"] == "I keep wasps."
    assert updated["payload"]["memory_id"] == memory
    assert deleted["results"] == [{"id": memory, "event": "DELETE"}]


def test_a_payload_that_is_too_large_is_kept_by_its_keys(acme, memory):
    body = {"query": "x" * 10_000, "metadata": {"note": "y" * 10_000}, **ALICE}
    assert acme.post("/v3/memories/search/", body).status_code == 200
    (event,) = events(acme, "SEARCH")
    assert event["payload"] == {"too_large_to_keep": ["filters", "metadata", "query"]}


@pytest.mark.parametrize(
    ("event_type", "method", "path", "body"),
    [
        ("SEARCH", "POST", "/v3/memories/search/", {"query": "", **ALICE}),
        ("GET_ALL", "POST", "/v3/memories/", {}),
        ("GET", "GET", f"/v1/memories/{UNKNOWN}/", None),
        ("UPDATE", "PUT", f"/v1/memories/{UNKNOWN}/", {"text": "x"}),
        ("DELETE", "DELETE", f"/v1/memories/{UNKNOWN}/", None),
    ],
)
def test_what_was_refused_is_no_operation(acme, event_type, method, path, body):
    assert acme.call(method, path, body).status_code in {400, 404}
    assert events(acme, event_type) == []


def test_an_event_is_found_by_type_in_any_case_and_by_no_other(acme, memory):
    search(acme, memory)
    assert len(events(acme, "search")) == 1
    assert len(events(acme, "ADD")) == 1
    assert {e["event_type"] for e in acme.get("/v1/events/").json()["results"]} == {
        "ADD", "SEARCH",
    }  # fmt: skip


def test_nobody_else_sees_an_event(acme, umbrella, memory):
    search(acme, memory)
    (event,) = events(acme, "SEARCH")
    assert events(umbrella, "SEARCH") == []
    assert umbrella.get(f"/v1/event/{event['id']}/").status_code == 404


def test_stats_count_what_was_read_and_added(acme, memory):
    for call in (search, search, get_all, get, update):
        call(acme, memory)
    stats = acme.get("/v1/stats/").json()
    assert stats["total_retrieval_events"] == 4
    assert stats["total_api_retrieval_events"] == 4
    assert stats["total_add_events"] == 1


def test_old_events_of_reads_become_numbers(acme, memory):
    for call in (search, get_all, update):
        call(acme, memory)
    later = timezone.now() + dt.timedelta(days=31)
    before = acme.get("/v1/stats/").json()
    assert recording.purge(later) >= 2
    assert events(acme, "SEARCH") == events(acme, "GET_ALL") == []
    assert len(events(acme, "UPDATE")) == 1
    assert acme.get("/v1/stats/").json() == before
    search(acme, memory)
    recording.purge(later)
    assert acme.get("/v1/stats/").json()["total_retrieval_events"] == 3


def test_events_of_a_month_stay(acme, memory):
    search(acme, memory)
    recording.purge(timezone.now() + dt.timedelta(days=29))
    assert len(events(acme, "SEARCH")) == 1


def test_a_deleted_user_is_in_no_event(acme, memory):
    search(acme, memory)
    acme.remember("I fear bees.", user_id="bob")
    delete_user(acme, memory)
    with tenant(acme.project):
        assert not acme.project.events.filter(user_id="alice").exists()
        kept = acme.project.events.get(user_id="bob")
    assert kept.payload["messages"]
