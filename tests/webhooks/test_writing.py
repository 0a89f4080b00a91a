"""Changes of memories reach the outbox in their own transaction."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DataError, connection

from mem0.memory.types import Change
from memories.writing import Writer
from orgs.tenancy import tenant
from tests.webhooks.conftest import hook, record
from webhooks.models import Delivery

URL = "https://hooks.example.com/"
ALL = ("memory_add", "memory_update", "memory_delete")


def told(api) -> list[dict[str, Any]]:
    with tenant(api.project):
        rows = Delivery.unscoped.filter(project=api.project).order_by("id")
        return [json.loads(row.body)["event_details"] for row in rows]


def test_an_add_an_update_and_a_deletion_are_told(acme):
    hook(acme, URL, *ALL)
    (made,) = acme.remember("Ana lives in Porto")
    path = f"/v1/memories/{made['id']}/"
    assert acme.put(path, {"text": "Ana lives in Lisbon"}).status_code == 200
    assert acme.delete(path).status_code == 200
    assert told(acme) == [
        {"id": made["id"], "data": {"memory": text}, "event": event}
        for event, text in (
            ("ADD", "Ana lives in Porto"),
            ("UPDATE", "Ana lives in Lisbon"),
            ("DELETE", "Ana lives in Lisbon"),
        )
    ]


def test_deleting_all_of_a_user_tells_of_each(acme):
    hook(acme, URL, "memory_delete")
    made = acme.remember("Ana lives in Porto", "Ben plays chess")
    acme.delete("/v1/memories/?user_id=alice")
    assert {each["id"] for each in told(acme)} == {each["id"] for each in made}


def test_a_transaction_that_fails_tells_nothing(acme):
    hook(acme, URL, *ALL)
    with pytest.raises(DataError):
        change_and_fail(acme.project)
    assert told(acme) == []


def change_and_fail(project) -> None:
    with tenant(project):
        Writer(project.pk, "local", {}).write([Change("DELETE", record())])
        assert Delivery.unscoped.filter(project=project).count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")


def test_the_events_of_one_project_stay_in_it(acme, umbrella):
    hook(umbrella, URL, *ALL)
    acme.remember("Ana lives in Porto")
    assert told(umbrella) == []
