"""Memories and their history as mem0's open-source library answers them: plain dicts."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from mem0.graphs.base import Known
from mem0.memory.local_graph import Shown
from mem0.memory.ranking import Hit
from mem0.memory.types import HistoryEntry, Record, Relation
from mem0.memory.validity import state_of

_EVENTS = {
    "SUPERSEDE": "UPDATE",
    "DISPUTE": "UPDATE",
    "MERGE": "UPDATE",
    "RETRACT": "UPDATE",
    "CONFIRM": "NOOP",
}

_MOMENTS = ("recorded_at", "valid_from", "valid_to", "closed_at", "confirmed_at")


def memory(record: Record) -> dict[str, Any]:
    """One memory; ids it has not are left out, times are ISO 8601."""
    return {
        "id": record.id,
        "memory": record.text,
        "hash": hashlib.md5(record.text.encode(), usedforsecurity=False).hexdigest(),
        "metadata": dict(record.metadata) if record.metadata else None,
        "created_at": record.created_at.isoformat(),
        "updated_at": record.updated_at.isoformat(),
        **record.scope.ids(),
        "categories": record.categories and list(record.categories),
        "expiration_date": record.expiration_date
        and record.expiration_date.isoformat(),
        "lifecycle_state": record.state,
        "state": state_of(record, dt.datetime.now(dt.UTC)),
        "replaced_by": record.replaced_by,
        **{name: _iso(getattr(record, name)) for name in _MOMENTS},
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def hit(found: Hit, *, explain: bool) -> dict[str, Any]:
    """One memory that was found, with its score and, if asked, what made it."""
    answer = {**memory(found.record), "score": found.score}
    if explain:
        answer["score_breakdown"] = dict(found.breakdown)
    return answer


def effect(event: str, record: Record) -> dict[str, Any]:
    """One effect of an add."""
    return {
        "id": record.id,
        "memory": record.text,
        "event": event,
        **record.scope.ids(),
    }


def relation(known: Known) -> dict[str, Any]:
    """One relation; `target` is also called `destination`, as mem0 called it first."""
    return {
        **bare(known.relation),
        "destination": known.relation.target,
        "source_type": known.relation.source_type,
        "target_type": known.relation.target_type,
        "memory_ids": list(known.memory_ids),
        "valid_from": known.valid_from.isoformat(),
        "valid_to": known.valid_to and known.valid_to.isoformat(),
    }


def bare(found: Relation) -> dict[str, str]:
    """A relation without what supports it."""
    return {
        "source": found.source,
        "relationship": found.relationship,
        "target": found.target,
    }


def relations(shown: Shown) -> dict[str, Any]:
    """What an answer says of relations; `degraded` names a store that was away."""
    answer: dict[str, Any] = {"relations": [relation(each) for each in shown.relations]}
    return answer if shown.whole else {**answer, "degraded": ["graph_store"]}


def change(entry: HistoryEntry) -> dict[str, Any]:
    """One change. `change` says more precisely than `event` what it was."""
    return {
        "id": entry.id,
        "memory_id": entry.memory_id,
        "old_memory": entry.old_memory,
        "new_memory": entry.new_memory,
        "event": _EVENTS.get(entry.event, entry.event),
        "change": entry.event,
        "created_at": entry.created_at.isoformat(),
        "updated_at": entry.updated_at.isoformat(),
        "is_deleted": entry.event == "DELETE",
        "input": [dict(said) for said in entry.input],
        **entry.scope.ids(),
    }
