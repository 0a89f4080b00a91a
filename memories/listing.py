"""A part of the list of memories, as SQL: newest first, in a stable order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mem0.memory.filters import Filter
from memories import labels
from memories.sql_filters import Sql, compile as compile_filter

ORDER = "ORDER BY m.created_at DESC, m.id DESC"
BACKWARDS = "ORDER BY m.created_at, m.id"


def matching(where: Filter) -> Sql:
    """The condition for what matches; inside the tenant's transaction."""
    return compile_filter(labels.narrowed(where))


def part(
    project_id: UUID,
    where: Filter,
    limit: int | None,
    offset: int,
    after: Sequence[str] | None,
    count: int | None = None,
) -> tuple[str, list[Any], str]:
    """The condition, its parameters and the end of a statement for `limit` memories
    behind the first `offset`, counted from the row `after`; inside the tenant's
    transaction. Who knows the `count` of all that match has far less skipped."""
    condition, parameters = matching(where)
    if after is not None:
        condition += " AND (m.created_at, m.id) < (%s::timestamptz, %s::uuid)"
        parameters = [*parameters, *after]
    if not offset:
        return condition, [*parameters, limit], f"{ORDER} LIMIT %s"
    order, limit, offset = _nearer(limit, offset, count)
    # Of what is skipped an index is read and no row (`memory_listed`).
    ids = (
        "SELECT m.id FROM memories_memory m "  # noqa: S608  values are bound
        f"WHERE m.project_id = %s AND {condition} {order} LIMIT %s OFFSET %s"
    )
    values = [project_id, *parameters, limit, offset]
    return f"m.id = ANY(ARRAY({ids}))", values, ORDER


def _nearer(
    limit: int | None, offset: int, count: int | None
) -> tuple[str, int | None, int]:
    """The same rows from the end of the list that is nearer: order, limit, offset."""
    if limit is None or count is None:
        return ORDER, limit, offset
    here = max(0, min(limit, count - offset))
    behind = max(0, count - offset - limit)
    return (BACKWARDS, here, behind) if behind < offset else (ORDER, limit, offset)
