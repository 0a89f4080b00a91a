"""Which memories searches returned, and when: what decay is made of, and what tells the
ones that nobody ever needed.

A search only appends to a list in this process. A thread writes the list a moment later,
in a transaction of its own, so that a search never waits for a row that another one
touches. What a process that dies had not written is lost, and costs nothing but a little
warmth.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import os
import threading
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, connections

from mem0.memory.decay import ACCESSES, Touches, factors
from mem0.memory.types import Record
from memories.behind import BEHIND
from orgs.models import Project
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two writes."""
MOST_WAITING = 50_000
"""Accesses that wait at most, if the database is away; later ones are dropped."""

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
MOST_NOTICED = 100_000
"""Memories that a process remembers to have noted today."""


class Buffer:
    """Accesses of this process that are not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[UUID, dict[str, list[dt.datetime]]] = {}
        self._count = 0
        self._writer: tuple[int, threading.Thread] | None = None
        self._stopping = threading.Event()

    def add(self, project_id: UUID, memory_ids: Sequence[str]) -> None:
        """Take note of memories that were returned just now."""
        now = dt.datetime.now(dt.UTC)
        with self._lock:
            if self._count + len(memory_ids) > MOST_WAITING:
                return
            touched = self._waiting.setdefault(project_id, {})
            for memory_id in memory_ids:
                touched.setdefault(memory_id, []).insert(0, now)
            self._count += len(memory_ids)
            self._start()

    def flush(self) -> None:
        """Write what waits. A project whose write fails loses it."""
        with self._lock:
            taken, self._waiting, self._count = self._waiting, {}, 0
        for project_id, touched in taken.items():
            try:
                _write(project_id, touched)
            except DatabaseError:
                logger.warning("Accesses of %s memories were lost.", len(touched))

    def stop(self) -> None:
        """End the thread, so that it writes nothing while the process ends."""
        self._stopping.set()

    def _start(self) -> None:
        """The thread of this process: a process that was forked has none yet."""
        if self._writer is None or self._writer[0] != os.getpid():
            thread = threading.Thread(target=self._run, name="accesses", daemon=True)
            self._writer = os.getpid(), thread
            thread.start()

    def _run(self) -> None:
        while not self._stopping.wait(EVERY):
            if not self._waiting:
                continue
            try:
                self.flush()
            finally:
                connections.close_all()


BUFFER = Buffer()
atexit.register(BUFFER.stop)


class Lately:
    """Memories that this process has noted today, as far as it remembers."""

    def __init__(self) -> None:
        self._day = dt.date.min
        self._noted: set[str] = set()

    def first(self, memory_ids: Sequence[str]) -> list[str]:
        """Those that were not noted today; now they are."""
        today = dt.datetime.now(dt.UTC).date()
        if self._day != today or len(self._noted) > MOST_NOTICED:
            self._day, self._noted = today, set()
        new = [each for each in memory_ids if each not in self._noted]
        self._noted.update(new)
        return new


LATELY = Lately()


def notice(project: Project, memory_ids: Sequence[str]) -> None:
    """Take note that a search returned memories where nothing decays: about once a
    day, in one statement a moment later, and mostly in none."""
    if new := LATELY.first(memory_ids):
        BEHIND.add(project.pk, _notice, (project.pk, new))


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


def _write(project_id: UUID, touched: dict[str, list[dt.datetime]]) -> None:
    """In one order, so that two processes that write the same rows cannot block
    each other."""
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.executemany(
            UPSERT,
            [
                {
                    "project": project_id,
                    "memory": UUID(memory_id),
                    "touched": touched[memory_id][:ACCESSES],
                    "most": ACCESSES,
                }
                for memory_id in sorted(touched)
            ],
        )
