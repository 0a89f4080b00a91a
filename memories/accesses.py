"""Which memories searches returned, and when: what decay is made of, and what tells the
ones that nobody ever needed.

A search only appends to a list in this process, which is written a moment later
(`memories.behind`), so that a search never waits for a row that another one touches. What
a process that dies had not written is lost, and costs nothing but a little warmth.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from mem0.memory.decay import ACCESSES, Touches, factors
from mem0.memory.types import Record
from memories.behind import BEHIND
from orgs.models import Project
from orgs.tenancy import tenant

UPSERT = """
INSERT INTO memories_access (project_id, memory_id, touched_at)
SELECT %(project)s, m.id, %(touched)s::timestamptz[] FROM memories_memory m
 WHERE m.project_id = %(project)s AND m.id = %(memory)s
ON CONFLICT (project_id, memory_id) DO UPDATE
  SET touched_at = (excluded.touched_at || memories_access.touched_at)[1:%(most)s]
"""
NOTICE = """
INSERT INTO memories_access (project_id, memory_id, touched_at)
SELECT %(project)s, m.id, ARRAY[now()] FROM memories_memory m
 WHERE m.project_id = %(project)s AND m.id = ANY(%(memories)s) ORDER BY m.id
ON CONFLICT (project_id, memory_id) DO UPDATE
  SET touched_at = (excluded.touched_at || memories_access.touched_at)[1:%(most)s]
  WHERE memories_access.touched_at[1] < now() - interval '1 day'
"""
PLACES = 2**17
"""Memories that a process remembers to have noted today, at most."""


class Lately:
    """Memories that this process has noted today, as far as it remembers: in a table
    of a megabyte, where one that is forgotten is noted twice and costs no more."""

    def __init__(self) -> None:
        self._day = dt.date.min
        self._noted = array("q")

    def first(self, memory_ids: Sequence[str]) -> list[str]:
        """Those that were not noted today; now they are."""
        today = dt.datetime.now(dt.UTC).date()
        if self._day != today:
            self._day, self._noted = today, array("q", bytes(8 * PLACES))
        return [each for each in memory_ids if self._is_new(hash(each))]

    def _is_new(self, key: int) -> bool:
        place = key % PLACES
        new = self._noted[place] != key
        self._noted[place] = key
        return new


LATELY = Lately()


def notice(project: Project, memory_ids: Sequence[str]) -> None:
    """Take note that a search returned memories where nothing decays: about once a
    day, in one statement a moment later, and mostly in none."""
    if new := LATELY.first(memory_ids):
        BEHIND.add(project.pk, _notice, (project.pk, new))


def touch(project: Project, memory_ids: Sequence[str]) -> None:
    """Take note that a search returned memories whose use counts, each time."""
    now = dt.datetime.now(dt.UTC)
    BEHIND.add(project.pk, _touch, (project.pk, now, list(memory_ids)))


def touches(project: Project, records: Sequence[Record]) -> Touches:
    """The last accesses of the records that have some."""
    ids = [UUID(record.id) for record in records]
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT memory_id::text, touched_at FROM memories_access "
            "WHERE project_id = %s AND memory_id = ANY(%s)",
            [project.pk, ids],
        )
        return dict(cursor.fetchall())


def decayed(
    project: Project, records: Sequence[Record], now: dt.datetime
) -> dict[str, float]:
    """The decay factor of each record, by id."""
    return factors(records, touches(project, records), now)


def _notice(returned: Sequence[tuple[UUID, list[str]]]) -> None:
    found = {UUID(key) for _, ids in returned for key in ids}
    values: dict[str, Any] = {
        "project": returned[0][0],
        "memories": sorted(found),
        "most": ACCESSES,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTICE, values)


def _touch(returned: Sequence[tuple[UUID, dt.datetime, list[str]]]) -> None:
    """In one order, so that two processes that write the same rows cannot block
    each other."""
    touched: dict[str, list[dt.datetime]] = defaultdict(list)
    for _, now, ids in reversed(returned):
        for memory_id in ids:
            touched[memory_id].append(now)
    with connection.cursor() as cursor:
        cursor.executemany(
            UPSERT,
            [
                {
                    "project": returned[0][0],
                    "memory": UUID(memory_id),
                    "touched": touched[memory_id][:ACCESSES],
                    "most": ACCESSES,
                }
                for memory_id in sorted(touched)
            ],
        )
