"""What a request leaves behind is written soon, in order, and never undoes a request."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from orgs.tenancy import tenant


def note(items) -> None:
    """(api, name, word) as events, in this order."""
    with connection.cursor() as cursor:
        for api, name, word in items:
            cursor.execute(
                "INSERT INTO memories_event (project_id, id, event_type, status, "
                "payload, metadata, results, dropped, quarantined, request_id, "
                "created_at, updated_at) VALUES (%s, gen_random_uuid(), %s, "
                "'SUCCEEDED', '{}', '{}', '[]', '{}', 0, %s, clock_timestamp(), now())",
                [api.project.pk, word, name],
            )


def leave(behind, api, name: str, word: str = "ADD") -> None:
    behind.add(api.project.pk, note, (api, name, word))


def noted(api) -> list[str]:
    with tenant(api.project):
        events = api.project.events.order_by("created_at")
        return list(events.values_list("request_id", flat=True))


def test_nothing_is_written_before_and_everything_after_a_flush(acme, umbrella, behind):
    leave(behind, acme, "first")
    leave(behind, umbrella, "other")
    leave(behind, acme, "second")
    assert noted(acme) == []
    behind.flush()
    assert noted(acme) == ["first", "second"]
    assert noted(umbrella) == ["other"]
    behind.flush()
    assert len(noted(acme)) == 2


def test_what_the_database_refuses_costs_nothing_else(acme, behind):
    leave(behind, acme, "good")
    leave(behind, acme, "bad", "x" * 99)
    leave(behind, acme, "fine")
    behind.flush()
    assert sorted(noted(acme)) == ["fine", "good"]


def test_what_a_database_that_is_away_cannot_take_waits_for_it(acme, umbrella, behind):
    away = iter([True])

    def later(items) -> None:
        if next(away, False):
            raise OperationalError
        note(items)

    leave(behind, acme, "before")
    behind.add(umbrella.project.pk, later, (umbrella, "away", "ADD"))
    leave(behind, umbrella, "after")
    with pytest.raises(OperationalError):
        behind.flush()
    assert (noted(acme), noted(umbrella)) == (["before"], [])
    assert behind.flush() == 2
    assert (noted(acme), noted(umbrella)) == (["before"], ["away", "after"])


def test_a_graceful_stop_writes_what_waits(acme, behind):
    leave(behind, acme, "last")
    behind.stop()
    assert noted(acme) == ["last"]


def test_a_search_is_on_record_without_having_waited(acme, behind, monkeypatch):
    monkeypatch.setattr("memories.recording.BEHIND", behind)
    acme.remember("Likes olives.")
    before = acme.get("/v1/events/?event_type=SEARCH").json()["count"]
    body = {"query": "olives", "filters": {"user_id": "alice"}}
    acme.post("/v3/memories/search/", body)
    assert acme.get("/v1/events/?event_type=SEARCH").json()["count"] == before
    behind.flush()
    assert acme.get("/v1/events/?event_type=SEARCH").json()["count"] == before + 1
