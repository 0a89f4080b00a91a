"""The rows of what memories relate, written in the transaction of the memories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from mem0.ids import uuid7
from mem0.memory import relations
from mem0.memory.types import Change, Relation

INSERT = """
INSERT INTO memories_memoryrelation (project_id, id, memory_id, source, relationship,
  target, source_type, target_type, source_key, target_key)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def relate(
    project_id: UUID, changes: Iterable[Change], gone: Sequence[UUID], *, kept: bool
) -> None:
    """Write what new and edited memories relate, if `kept`, and drop what went.

    `changes` are those with a new text.
    """
    found = {change.record.id: relations.of(change) for change in changes}
    forget(project_id, [*gone, *(UUID(key) for key in found)])
    if kept:
        insert(project_id, found)


def insert(project_id: UUID, found: Mapping[str, Sequence[Relation]]) -> None:
    """One row for each relation of each memory."""
    values = [
        (
            project_id, uuid7(), UUID(memory_id), each.source, each.relationship,
            each.target, each.source_type, each.target_type, each.source.casefold(),
            each.target.casefold(),
        )
        for memory_id, stated in found.items()
        for each in stated
    ]  # fmt: skip
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, values)


def forget(project_id: UUID, memory_ids: Sequence[UUID]) -> None:
    """Drop what these memories relate."""
    if not memory_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM memories_memoryrelation "
            "WHERE project_id = %s AND memory_id = ANY(%s)",
            [project_id, list(memory_ids)],
        )
