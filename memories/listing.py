"""A part of the list of memories, as SQL: newest first, in a stable order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mem0.memory.filters import Filter
from memories import labels
from memories.sql_filters import Sql, compile as compile_filter

ORDER = "ORDER BY m.created_at DESC, m.id DESC"


def matching(where: Filter) -> Sql:
    """The condition for what matches; inside the tenant's transaction."""
    return compile_filter(labels.narrowed(where))


def part(
    project_id: UUID,
    where: Filter,
    limit: int | None,
    offset: int,
    after: Sequence[str] | None,
) -> tuple[str, list[Any], str]:
    """The condition, its parameters and the end of a statement for `limit` memories
    behind the first `offset`, counted from the row `after`; inside the tenant's
    transaction."""
    condition, parameters = matching(where)
    if after is not None:
        condition += " AND (m.created_at, m.id) < (%s::timestamptz, %s::uuid)"
        parameters = [*parameters, *after]
    tail, parameters = f"{ORDER} LIMIT %s OFFSET %s", [*parameters, limit, offset]
    if not offset:
        return condition, parameters, tail
    # Of what is skipped nothing but the id is read.
    ids = (
        "SELECT m.id FROM memories_memory m "  # noqa: S608  values are bound
        f"WHERE m.project_id = %s AND {condition} {tail}"
    )
    return f"m.id = ANY(ARRAY({ids}))", [project_id, *parameters], ORDER
