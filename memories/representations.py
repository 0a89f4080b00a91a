"""Memories, history, events and entities as clients read them.

Plain functions, not serializers: a page of search results is a hot path, and a
row is only renamed and dated here. Every key is always present.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from mem0.memory.ranking import Hit
from mem0.memory.types import HistoryEntry, Record
from mem0.memory.validity import state_of
from memories.models import Event, Quarantined

WIRE_EVENTS = {
    "SUPERSEDE": "UPDATE",
    "DISPUTE": "UPDATE",
    "MERGE": "UPDATE",
    "RETRACT": "UPDATE",
    "RESTORE": "UPDATE",
    "CONFIRM": "NOOP",
    "CATEGORIZE": "NOOP",
    "STRUCTURE": "NOOP",
}
"""History clients know four kinds of change; ours say more precisely which."""


def memory(record: Record, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """One memory. `fields` keeps those keys and always `id`."""
    scope = record.scope
    state = state_of(record, dt.datetime.now(dt.UTC))
    full = {
        "id": record.id,
        "memory": record.text,
        "hash": text_hash(record.text),
        "user_id": scope.user_id,
        "agent_id": scope.agent_id,
        "app_id": scope.app_id,
        "run_id": scope.run_id,
        "session_id": scope.run_id,
        "metadata": dict(record.metadata or {}),
        "categories": None if record.categories is None else list(record.categories),
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "expiration_date": record.expiration_date,
        "immutable": record.immutable,
        "owner": None,
        "structured_attributes": {
            **structured_attributes(record.created_at),
            **record.provenance.get("structured_data", {}),
        },
        "replaced_by": record.replaced_by,
        "synthesized": record.synthesized,
        "lifecycle_state": state if state == "expired" else record.state,
        "state": state,
        "attributed_to": record.attributed_to,
        "actor": record.speaker,
        "said_at": record.created_at,
        "recorded_at": record.recorded_at,
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
        "closed_at": record.closed_at,
        "event_start": record.event_start,
        "event_end": record.event_end,
        "confirmations": record.confirmations,
        "confirmed_at": record.confirmed_at,
        "feedback": record.feedback,
    }
    if fields is None:
        return full
    wanted = {"id", *fields}
    return {key: value for key, value in full.items() if key in wanted}


def hit(found: Hit, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """A memory with its score and what the score is made of."""
    scored = {
        **memory(found.record),
        "score": found.score,
        "score_breakdown": dict(found.breakdown),
    }
    if fields is None:
        return scored
    return {key: scored[key] for key in ("id", *fields) if key in scored}


def of_entity(record: Record) -> dict[str, Any]:
    """A memory in the list of one entity."""
    return {
        **memory(record),
        "input": [],
        "is_updated": record.updated_at != record.created_at,
    }


def text_hash(text: str) -> str:
    """MD5 of the text, as the wire has it: a fingerprint, not a protection."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def structured_attributes(moment: dt.datetime) -> dict[str, Any]:
    """The calendar of a moment, in UTC."""
    moment = moment.astimezone(dt.UTC)
    return {**_calendar(moment.date()), "hour": moment.hour, "minute": moment.minute}


@lru_cache(maxsize=4096)
def _calendar(day: dt.date) -> dict[str, Any]:
    return {
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "hour": 0,
        "minute": 0,
        "day_of_week": day.strftime("%A").lower(),
        "week_of_year": day.isocalendar().week,
        "day_of_year": day.timetuple().tm_yday,
        "quarter": (day.month - 1) // 3 + 1,
        "is_weekend": day.weekday() >= 5,
    }


def history(entry: HistoryEntry) -> dict[str, Any]:
    """One change. The embedding keys are the vendor's internals, always null."""
    scope = entry.scope
    return {
        "id": entry.id,
        "memory_id": entry.memory_id,
        "input": list(entry.input),
        "old_memory": entry.old_memory,
        "new_memory": entry.new_memory,
        "memory": entry.new_memory,
        "user_id": scope.user_id,
        "agent_id": scope.agent_id,
        "app_id": scope.app_id,
        "run_id": scope.run_id,
        "session_id": scope.run_id,
        "categories": None if entry.categories is None else list(entry.categories),
        "event": WIRE_EVENTS.get(entry.event, entry.event),
        "change": entry.event,
        "metadata": dict(entry.metadata or {}),
        "created_at": entry.created_at,
        "updated_at": entry.updated_at,
        "previous_embedding_qwen": None,
        "embedding_qwen": None,
    }


def result(event: str, record: Record) -> dict[str, Any]:
    """One effect of an add, readable both by `data.memory` and by `memory`."""
    return {
        "id": record.id,
        "event": event,
        "memory": record.text,
        "data": {"memory": record.text},
        **record.scope.ids(),
        "structured_attributes": structured_attributes(record.created_at),
    }


def event(row: Event) -> dict[str, Any]:
    """One operation; `results` is what it changed."""
    return {
        "id": str(row.pk),
        "event_type": row.event_type,
        "status": row.status,
        "payload": row.payload,
        "metadata": row.metadata,
        "results": row.results,
        "dropped": row.dropped,
        "quarantined": row.quarantined,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "started_at": row.started_at,
        "completed_at": row.completed_at,
        "latency": row.latency,
        "graph_status": None,
        "error": row.error,
        "error_code": row.error_code,
        "request_id": row.request_id,
    }


def quarantined(row: Quarantined, texts: Mapping[str, str]) -> dict[str, Any]:
    """A statement that waits for a decision, with what it was made of; `texts` are those
    of the memories it may replace, by id."""
    fact, held = row.held["doubt"]["fact"], row.held
    return {
        "id": str(row.pk),
        "memory": row.text,
        "reason": row.reason,
        **row.scope.all_ids(),
        "attributed_to": fact["attributed_to"],
        "actor": fact["speaker"],
        "categories": fact["categories"],
        "confidence": fact["confidence"],
        "metadata": held["options"]["metadata"],
        "input": [
            {"role": said["role"], "content": said["content"], "name": said["name"]}
            for said in held["messages"]
        ],
        "memory_id": held.get("memory_id"),
        "replaces": [
            {"id": key, "memory": texts[key]}
            for key in held.get("replaces", ())
            if key in texts
        ],
        "event_id": None if row.event_id is None else str(row.event_id),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
    }


def entity(row: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """One entity; `id` is its number as a string, for clients that put it in a URL."""
    return {
        "id": str(row["number"]),
        "name": row["name"],
        "type": row["type"],
        "owner": owner,
        "organization": owner,
        "metadata": row["metadata"],
        "total_memories": row["total_memories"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }
