"""Why a memory is believed: what was said, who read it how, and what became of it since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mem0.exceptions import MemoryNotFoundError
from mem0.memory.types import HistoryEntry, Record
from memories import representations
from memories.models import Message
from memories.store import ProjectStore
from orgs.models import Project
from orgs.tenancy import tenant


@dataclass(frozen=True, slots=True)
class Belief:
    """A memory with everything that speaks for and against it."""

    record: Record
    messages: list[Message]
    """What it was read from, in the order it was said."""
    history: list[HistoryEntry]
    successor: Record | None
    replaced: list[Record]
    """What it replaced, directly or through others, latest first."""


def why(project: Project, memory_id: str) -> Belief:
    """The belief behind a memory. Raises `MemoryNotFoundError`."""
    store = ProjectStore(project)
    with tenant(project):
        record = store.get(memory_id)
        if record is None:
            raise MemoryNotFoundError
        said = project.messages.filter(pk__in=record.sources).order_by("said_at", "id")
        return Belief(
            record,
            list(said),
            store.history(memory_id),
            store.get(record.replaced_by) if record.replaced_by else None,
            store.ancestors(memory_id),
        )


def told(belief: Belief) -> dict[str, Any]:
    """A belief as clients read it."""
    record, origin = belief.record, belief.record.provenance
    return {
        "memory": representations.memory(record),
        "confidence": record.confidence,
        "confirmations": record.confirmations,
        "confirmed_at": record.confirmed_at,
        "model": origin.get("model"),
        "rule": origin.get("rule"),
        "event_id": origin.get("event_id"),
        "said_by": record.speaker,
        "attributed_to": record.attributed_to,
        "subject": record.subject,
        "attribute": record.attribute,
        "value": record.value,
        "sources": [_message(message) for message in belief.messages],
        "replaced_by": belief.successor and _brief(belief.successor),
        "replaces": [_brief(old) for old in belief.replaced],
        "history": [representations.history(entry) for entry in belief.history],
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.pk),
        "role": message.role,
        "name": message.name,
        "content": message.content,
        "said_at": message.said_at,
        "run_id": message.run_id,
    }


def _brief(record: Record) -> dict[str, Any]:
    full = representations.memory(record)
    kept = ("id", "memory", "state", "said_at", "valid_from", "valid_to")
    return {name: full[name] for name in kept}
