"""What happened to each memory, kept after the memory is gone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from mem0.ids import uuid7
from mem0.memory.local_database import Database
from mem0.memory.types import Change, HistoryEntry, Scope

Spoken = Mapping[str, Mapping[str, str]]
"""Message id → its role and content."""


def write(
    database: Database, changes: Sequence[Change], spoken: Spoken, now: dt.datetime
) -> None:
    """Keep what the changes did."""
    database.run_many(
        "INSERT INTO memory_change (memory_id, entry) VALUES (?, ?)",
        [(c.record.id, json.dumps(_entry(c, spoken, now))) for c in changes],
    )


def read(database: Database, memory_id: str) -> list[HistoryEntry]:
    """The changes of one memory, oldest first."""
    sql = "SELECT entry FROM memory_change WHERE memory_id = ? ORDER BY number"
    return [_read(memory_id, text) for (text,) in database.all(sql, [memory_id])]


def wordings(
    database: Database, memory_ids: Sequence[str], known_at: dt.datetime
) -> dict[str, str]:
    """The words of each memory after its last change until a time."""
    found: dict[str, str] = {}
    for memory_id in memory_ids:
        for entry in read(database, memory_id):
            changed = entry.event == "UPDATE" and entry.updated_at <= known_at
            if entry.new_memory is not None and (entry.event == "ADD" or changed):
                found[memory_id] = entry.new_memory
    return found


def _entry(change: Change, spoken: Spoken, now: dt.datetime) -> dict[str, Any]:
    record, old = change.record, change.previous
    text: str | None = record.text
    if change.event == "DELETE":
        text = None
    elif change.event == "CONFIRM":
        text = str(record.provenance.get("restated", record.text))
    return {
        "id": str(uuid7()),
        "event": change.event,
        "old_memory": None if old is None else old.text,
        "new_memory": text,
        "scope": record.scope.ids(),
        "metadata": dict(record.metadata or {}),
        "categories": record.categories,
        "input": [spoken[s] for s in record.sources if s in spoken],
        "created_at": record.created_at.isoformat(),
        "updated_at": (now if old else record.updated_at).isoformat(),
    }


def _read(memory_id: str, text: str) -> HistoryEntry:
    values = json.loads(text)
    for name in ("created_at", "updated_at"):
        values[name] = dt.datetime.fromisoformat(values[name])
    values["scope"] = Scope(**values["scope"])
    if values["categories"] is not None:
        values["categories"] = tuple(values["categories"])
    values["input"] = tuple(values["input"])
    return HistoryEntry(memory_id=memory_id, **values)
