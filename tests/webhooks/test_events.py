from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mem0.memory.types import Change
from tests.webhooks.conftest import announce, hook, record
from webhooks import events

URL = "https://hooks.example.com/"


def told(change: Change) -> list[tuple[str, dict[str, Any]]]:
    return list(events.of_change(change))


@pytest.mark.parametrize(
    ("event", "event_type", "word"),
    [
        ("ADD", "memory_add", "ADD"),
        ("UPDATE", "memory_update", "UPDATE"),
        ("SUPERSEDE", "memory_update", "UPDATE"),
        ("MERGE", "memory_update", "UPDATE"),
        ("RETRACT", "memory_update", "UPDATE"),
        ("DELETE", "memory_delete", "DELETE"),
    ],
)
def test_a_change_is_told_as_the_hosted_platform_does(event, event_type, word):
    memory = record()
    details = {"id": memory.id, "data": {"memory": memory.text}, "event": word}
    assert told(Change(event, memory)) == [(event_type, details)]


@pytest.mark.parametrize("event", ["CONFIRM", "NOOP"])
def test_what_changes_nothing_visible_is_not_told(event):
    assert told(Change(event, record())) == []


def test_a_new_memory_with_categories_is_told_twice():
    memory = record(categories=("food",))
    details = {"event": "CATEGORIZE", "memory_id": memory.id, "categories": ["food"]}
    assert [name for name, _ in told(Change("ADD", memory))] == [
        "memory_add",
        "memory_categorize",
    ]
    assert told(Change("ADD", memory))[1] == ("memory_categorize", details)


def test_categories_alone_are_no_update():
    old = record()
    new = replace(old, categories=("food",))
    assert [name for name, _ in told(Change("UPDATE", new, old))] == [
        "memory_categorize"
    ]


def test_a_new_text_with_new_categories_is_both():
    old = record()
    new = replace(old, text="Ana moved", categories=("home",))
    assert [name for name, _ in told(Change("UPDATE", new, old))] == [
        "memory_update",
        "memory_categorize",
    ]


def test_the_body_adds_only_keys_of_its_own(acme):
    hook(acme, URL)
    memory = record('She said "olé"')
    (row,) = announce(acme, Change("ADD", memory))
    assert json.loads(row.body) == {
        "event_details": {
            "id": memory.id,
            "data": {"memory": 'She said "olé"'},
            "event": "ADD",
        },
        "id": str(row.pk),
        "type": "memory_add",
        "timestamp": "2026-03-01T12:00:00+00:00",
        "project_id": str(acme.project.pk),
    }


def test_only_webhooks_that_asked_are_told(acme, umbrella):
    adds = hook(acme, URL, "memory_add")
    both = hook(acme, URL, "memory_add", "memory_delete")
    hook(umbrella, URL)
    off = hook(acme, URL, "memory_add")
    acme.put(f"/api/v1/webhooks/{off.pk}/", {"is_active": False})
    rows = announce(acme, Change("ADD", record()), Change("DELETE", record()))
    assert sorted((row.webhook_id, row.event_type) for row in rows) == sorted(
        [
            (adds.pk, "memory_add"),
            (both.pk, "memory_add"),
            (both.pk, "memory_delete"),
        ]
    )
