"""What can be told, and in which words: event types and payloads, as data.

Inside `event_details` stands exactly what the hosted platform sends; what we add for
de-duplication and routing stands beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson

from mem0.memory.types import Change, Record

MEMORY_ADD = "memory_add"
MEMORY_UPDATE = "memory_update"
MEMORY_DELETE = "memory_delete"
MEMORY_CATEGORIZE = "memory_categorize"
EVENT_TYPES = (
    MEMORY_ADD,
    MEMORY_UPDATE,
    MEMORY_DELETE,
    MEMORY_CATEGORIZE,
    "ingest_job_completed",
    "ingest_job_partially_completed",
    "ingest_job_failed",
    "ingest_job_cancelled",
)
"""What a webhook can ask for, in the hosted platform's words."""
TEST = "webhook_test"
"""Sent on demand only; no webhook asks for it."""

TOLD = {
    "ADD": (MEMORY_ADD, "ADD"),
    "UPDATE": (MEMORY_UPDATE, "UPDATE"),
    "SUPERSEDE": (MEMORY_UPDATE, "UPDATE"),
    "DISPUTE": (MEMORY_UPDATE, "UPDATE"),
    "MERGE": (MEMORY_UPDATE, "UPDATE"),
    "RETRACT": (MEMORY_UPDATE, "UPDATE"),
    "RESTORE": (MEMORY_UPDATE, "UPDATE"),
    "DELETE": (MEMORY_DELETE, "DELETE"),
}
"""The engine's change → (event type, `event` of the payload). A confirmation changes
nothing that a receiver can see."""


def of_change(change: Change) -> Iterator[tuple[str, dict[str, Any]]]:
    """The (event type, event_details) a change is told by: none, one or two."""
    record = change.record
    if change.event in TOLD and not _only_categorized(change):
        event_type, word = TOLD[change.event]
        yield (
            event_type,
            {"id": record.id, "data": {"memory": record.text}, "event": word},
        )
    if change.event in {"ADD", "UPDATE", "CATEGORIZE"} and _categorized(change):
        yield (
            MEMORY_CATEGORIZE,
            {
                "event": "CATEGORIZE",
                "memory_id": record.id,
                "categories": list(record.categories or ()),
            },
        )


def test_details(name: str) -> dict[str, Any]:
    """The event_details of a test ping."""
    return {"event": "TEST", "data": {"message": f"This is a test of {name}."}}


def body(
    delivery_id: UUID,
    event_type: str,
    project_id: UUID,
    at: dt.datetime,
    details: dict[str, Any],
) -> str:
    """The text that is sent and signed, the same on every attempt."""
    return orjson.dumps(
        {
            "event_details": details,
            "id": str(delivery_id),
            "type": event_type,
            "timestamp": at,
            "project_id": str(project_id),
        }
    ).decode()


def without_text(written: str) -> str:
    """The body of a deletion without what the memory said."""
    told = orjson.loads(written)
    told["event_details"]["data"] = {"memory": ""}
    return orjson.dumps(told).decode()


def _categorized(change: Change) -> bool:
    before = change.previous.categories if change.previous else None
    return bool(change.record.categories) and change.record.categories != before


def _only_categorized(change: Change) -> bool:
    """Whether nothing but the categories is new."""
    old: Record | None = change.previous
    if change.event != "UPDATE" or old is None or not _categorized(change):
        return False
    new = change.record
    return (
        replace(
            old,
            categories=new.categories,
            updated_at=new.updated_at,
            recorded_at=new.recorded_at,
            provenance=new.provenance,
        )
        == new
    )
