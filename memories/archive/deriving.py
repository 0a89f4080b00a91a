"""What of a row can be worked out, worked out: hashes, fingerprints, folded names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mem0.memory.decisions import fingerprint
from mem0.memory.types import Record, Scope
from memories import quarantine
from memories.archive.rows import (
    MemoryRow,
    MessageRow,
    QuarantineRow,
    RelationRow,
    Row,
    Scoped,
)
from memories.representations import text_hash
from memories.scopes import thread_id


def scope_of(row: Scoped) -> Scope:
    """Whose the row is."""
    return Scope(row.user_id, row.agent_id, row.app_id, row.run_id)


def record_of(row: MemoryRow) -> Record:
    """As much of a memory as tells what it says about whom."""
    return Record(
        id=str(row.id),
        text=row.text,
        scope=scope_of(row),
        created_at=row.created_at,
        updated_at=row.updated_at,
        metadata=row.metadata,
        speaker=row.speaker,
    )


def _memory(row: Any) -> dict[str, Any]:
    assert isinstance(row, MemoryRow)
    return {"hash": text_hash(row.text), "dedupe": _bytea(fingerprint(record_of(row)))}


def _message(row: Any) -> dict[str, Any]:
    assert isinstance(row, MessageRow)
    return {"thread_id": str(thread_id(scope_of(row)))}


def _relation(row: Any) -> dict[str, Any]:
    assert isinstance(row, RelationRow)
    return {"source_key": row.source.casefold(), "target_key": row.target.casefold()}


def _quarantine(row: Any) -> dict[str, Any]:
    assert isinstance(row, QuarantineRow)
    return {"fingerprint": _bytea(quarantine.fingerprint(row.held))}


def _bytea(value: bytes) -> str:
    return f"\\x{value.hex()}"


_BY_KIND: Mapping[str, Callable[[Row], dict[str, Any]]] = {
    "memories": _memory,
    "messages": _message,
    "relations": _relation,
    "quarantine": _quarantine,
}


def derived(kind: str, row: Row) -> dict[str, Any]:
    """The derived columns of a row, as JSON. Raises `ValueError` for a row that cannot
    have them."""
    made = _BY_KIND.get(kind)
    return {} if made is None else made(row)
