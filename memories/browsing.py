"""Memories as people look through them: pages that stay fast, and what is behind one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from mem0.entities import ENTITY_TYPES
from mem0.memory.filters import Filter
from mem0.memory.types import HistoryEntry, Record
from memories.models import Message
from memories.store import ProjectStore
from orgs.models import Project
from orgs.tenancy import tenant

MOST_COUNTED = 10_000
"""Memories of an entity that a list counts."""


@dataclass(frozen=True, slots=True)
class Title:
    """A memory, as another one mentions it."""

    id: str
    text: str


def some(
    project: Project, where: Filter, *, limit: int, after: Sequence[str] | None = None
) -> list[Record]:
    """Memories of any state, newest first, behind a row; one more than `limit`."""
    return ProjectStore(project).find(where, limit=limit + 1, after=after)


def history(project: Project, memory_id: str) -> list[HistoryEntry]:
    """Changes of a memory, newest first."""
    return ProjectStore(project).history(memory_id)[::-1]


def sources(project: Project, record: Record) -> list[Message]:
    """What was said that the memory came from, in order."""
    with tenant(project):
        said = project.messages.filter(pk__in=record.sources[:50])
        return list(said.order_by("said_at", "id"))


def titled(project: Project, memory_ids: Iterable[str | None]) -> list[Title]:
    """Those of the memories that are still there."""
    wanted = [key for key in memory_ids if key][:50]
    found = ProjectStore(project).get_many(wanted) if wanted else []
    return [Title(record.id, record.text) for record in found]


def replaced(project: Project, memory_id: str) -> list[Title]:
    """What a memory replaced."""
    with tenant(project):
        rows = project.memories.filter(replaced_by=memory_id).order_by("-created_at")
        return [
            Title(str(key), text) for key, text in rows.values_list("pk", "text")[:50]
        ]


def entities(
    project: Project, *, kind: str = "", name: str = "", limit: int, after: Any = None
) -> list[dict[str, Any]]:
    """Users, agents, apps and runs with how much is known of each, last active first.

    `name` is a part of the id; `after` the (updated_at, id) of the row before. Memories
    are counted up to `MOST_COUNTED`, and one more says that there are others.
    """
    # Each kind has an index of its own, which one condition for all could not use.
    counts = " ".join(
        f"WHEN '{each}' THEN (SELECT count(*) FROM (SELECT 1 FROM memories_memory m "  # noqa: S608  our own words
        f"WHERE m.project_id = %(project)s AND m.{each}_id = e.name "
        "LIMIT %(most)s + 1) counted)"
        for each in ENTITY_TYPES
    )
    sql = f"""
        SELECT e.id::text, e.type, e.name, e.created_at, e.updated_at,
               CASE e.type {counts} END
          FROM (
            SELECT * FROM memories_entity
             WHERE project_id = %(project)s
               AND (%(kind)s = '' OR type = %(kind)s)
               AND (%(name)s = '' OR strpos(lower(name), lower(%(name)s)) > 0)
               AND (%(since)s::timestamptz IS NULL
                    OR (updated_at, id) < (%(since)s::timestamptz, %(behind)s::uuid))
             ORDER BY updated_at DESC, id DESC LIMIT %(limit)s
          ) e ORDER BY e.updated_at DESC, e.id DESC
    """  # noqa: S608  values are bound
    since, behind = after or (None, None)
    values = {
        "project": project.pk, "kind": kind, "name": name, "limit": limit + 1,
        "since": since, "behind": behind, "most": MOST_COUNTED,
    }  # fmt: skip
    names = ("id", "type", "name", "created_at", "updated_at", "memories")
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
