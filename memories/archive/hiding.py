"""Rows of an archive as the project wants them: what it masks in what it is told it masks
in what it takes over, and what it refuses refuses the archive."""

from __future__ import annotations

from typing import Any

from memories.archive.kinds import MEMORIES, Kind
from memories.archive.rows import Row
from memories.privacy import Guard
from orgs.models import Project


def looked_at(project: Project, kind: Kind, row: Row) -> Row:
    """The row as it may be kept. Raises `ValidationError` where it may not.

    What is masked is no longer what its vectors were made of: it is embedded anew.
    """
    guard = Guard(project)
    if not guard.modes or not kind.spoken:
        return row
    given = {name: getattr(row, name) for name in kind.spoken}
    looked: dict[str, Any] = {
        name: guard.data(value, name) for name, value in given.items()
    }
    if kind.index and looked != given:
        looked["index"] = None
    if kind is MEMORIES and guard.seen:
        looked["metadata"] = guard.tagged(looked["metadata"])
    return row.model_copy(update=looked)
