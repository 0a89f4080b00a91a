"""How healthy a project's memories are: what is doubled, contradicted, left alone, junk.

Every number is made by one statement over the oldest memories that stand, so that it
can be asked of a project of any size, and each has a list that says which ones are
meant. A memory's junk score adds up what speaks against it; from `JUNK` on it is junk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from mem0.memory.types import Record, Scope
from memories.store import ProjectStore
from orgs.models import Project
from orgs.tenancy import tenant

LOOKED_AT = 50_000
"""Memories that are judged at most: the oldest, which are the ones to tidy."""
JUNK = 50
UNUSED_DAYS, STALE_DAYS = 30, 90
GROWTH_DAYS = 30
MOST_GROWN = 100_000
"""Memories counted for the growth, the newest."""

SIGNS = {
    "junk": f"junk score of {JUNK} or more",
    "duplicate": "the same words about the same person as an older memory",
    "stale": f"not said, changed, confirmed or found in {STALE_DAYS} days",
    "unused": f"known for {UNUSED_DAYS} days and never found by a search",
    "disliked": "somebody said that it is bad",
    "doubtful": "the extractor was hardly sure of it",
}
"""What can be wrong with a memory, in words. The keys are columns of `JUDGED`."""

JUDGED = """
WITH looked AS (
  SELECT m.id, m.created_at, m.state, m.confidence, m.feedback, m.recorded_at,
         m.updated_at, m.confirmed_at, m.immutable, m.user_id, m.agent_id, m.app_id,
         m.hash
    FROM memories_memory m
   WHERE m.project_id = %(project)s AND m.state IN ('active', 'disputed')
     AND (m.expiration_date IS NULL OR m.expiration_date >= %(today)s)
     AND (NOT %(owned)s OR (m.user_id IS NOT DISTINCT FROM %(user_id)s
          AND m.agent_id IS NOT DISTINCT FROM %(agent_id)s
          AND m.app_id IS NOT DISTINCT FROM %(app_id)s))
   ORDER BY m.created_at, m.id LIMIT %(looked_at)s
), signed AS (
  SELECT l.id, l.created_at, l.state, l.immutable, a.touched_at[1] AS found_at,
         row_number() OVER (PARTITION BY l.hash, l.user_id, l.agent_id, l.app_id
                            ORDER BY l.created_at, l.id) > 1 AS duplicate,
         coalesce(l.feedback IN ('NEGATIVE', 'VERY_NEGATIVE'), false) AS disliked,
         l.confidence < 0.5 AS doubtful,
         a.touched_at IS NULL
           AND l.recorded_at < now() - %(unused)s * interval '1 day' AS unused,
         greatest(l.recorded_at, l.updated_at, l.confirmed_at, a.touched_at[1])
           < now() - %(stale)s * interval '1 day' AS stale
    FROM looked l LEFT JOIN memories_access a
      ON a.project_id = %(project)s AND a.memory_id = l.id
), scored AS (
  SELECT *, 50 * duplicate::int + 50 * disliked::int + 30 * doubtful::int
            + 20 * unused::int + 30 * stale::int AS score FROM signed
), judged AS (SELECT *, score >= %(junk)s AS junk FROM scored)
"""
SUMMARY = f"""{JUDGED}
SELECT count(*), count(*) FILTER (WHERE state = 'disputed'),
       {", ".join(f"count(*) FILTER (WHERE {sign})" for sign in SIGNS)}
  FROM judged
"""  # noqa: S608  fixed columns
GROWTH = """
SELECT date_trunc('day', n.created_at AT TIME ZONE 'UTC')::date, count(*) FROM (
  SELECT created_at FROM memories_memory
   WHERE project_id = %(project)s AND created_at >= %(since)s
     AND created_at < %(until)s
   ORDER BY created_at DESC LIMIT %(most)s
) n GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Health:
    """`standing` memories were looked at, all of them unless `is_partial`; of these so
    many are contradicted, and show each of the `SIGNS`."""

    standing: int
    disputed: int
    signs: dict[str, int]

    @property
    def is_partial(self) -> bool:
        """Whether there are more than were looked at."""
        return self.standing >= LOOKED_AT

    @property
    def junk_percent(self) -> int:
        """How much of what stands is junk."""
        return round(100 * self.signs["junk"] / self.standing) if self.standing else 0


@dataclass(frozen=True, slots=True)
class Suspect:
    """A memory with what speaks against it."""

    record: Record
    score: int
    signs: list[str]
    found_at: dt.datetime | None
    """When a search returned it last."""


def summary(project: Project) -> Health:
    """The numbers of a project."""
    standing, disputed, *counts = _rows(project, SUMMARY)[0]
    return Health(standing, disputed, dict(zip(SIGNS, counts, strict=True)))


def suspects(
    project: Project, sign: str, *, limit: int, after: Sequence[str] | None = None
) -> list[Suspect]:
    """Memories with a sign, oldest first, behind a (created_at, id); one more than
    `limit`."""
    behind = "" if after is None else "AND (created_at, id) > (%(at)s, %(id)s::uuid)"
    more: dict[str, Any] = {} if after is None else {"at": after[0], "id": after[1]}
    sql = (
        f"{JUDGED} SELECT id::text, score, found_at, {', '.join(SIGNS)} "  # noqa: S608  a sign is one of ours
        f"FROM judged WHERE {_known(sign)} {behind} "
        "ORDER BY created_at, id LIMIT %(limit)s"
    )
    rows = _rows(project, sql, limit=limit + 1, **more)
    records = {
        r.id: r for r in ProjectStore(project).get_many([row[0] for row in rows])
    }
    return [
        Suspect(
            records[key],
            score,
            [name for name, shows in zip(SIGNS, shown, strict=True) if shows],
            found_at,
        )
        for key, score, found_at, *shown in rows
        if key in records
    ]


def of_owner(project: Project, sign: str, owner: Scope) -> list[Record]:
    """An owner's memories with a sign, those left out that nobody may change."""
    sql = f"{JUDGED} SELECT id::text FROM judged WHERE {_known(sign)} AND NOT immutable"  # noqa: S608  a sign is one of ours
    rows = _rows(project, sql, owner=owner)
    return ProjectStore(project).get_many([key for (key,) in rows])


def growth(project: Project, *, now: dt.datetime) -> list[tuple[dt.date, int]]:
    """How many memories were said on each of the last days, days of none included."""
    today = now.astimezone(dt.UTC).date()
    days = [today - dt.timedelta(days=n) for n in range(GROWTH_DAYS)][::-1]
    start = dt.datetime.combine(days[0], dt.time(), dt.UTC)
    until = start + dt.timedelta(days=GROWTH_DAYS)
    values: dict[str, Any] = {
        "project": project.pk,
        "since": start,
        "until": until,
        "most": MOST_GROWN,
    }
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(GROWTH, values)
        counted = dict(cursor.fetchall())
    return [(day, counted.get(day, 0)) for day in days]


def _known(sign: str) -> str:
    if sign not in SIGNS:
        msg = f"{sign} is no sign."
        raise KeyError(msg)
    return sign


def _rows(
    project: Project, sql: str, *, owner: Scope | None = None, **more: Any
) -> list[tuple[Any, ...]]:
    who = owner or Scope()
    values: dict[str, Any] = {
        "project": project.pk,
        "today": timezone.now().date(),
        "owned": owner is not None,
        "user_id": who.user_id,
        "agent_id": who.agent_id,
        "app_id": who.app_id,
        "looked_at": LOOKED_AT,
        "unused": UNUSED_DAYS,
        "stale": STALE_DAYS,
        "junk": JUNK,
        **more,
    }
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
