"""From a change to a store beside PostgreSQL: a row of the change's transaction, and who
delivers it.

The row cannot be lost; the message to the broker is a hint that may be, and a sweep
repeats it. One worker at a time delivers a project's rows, so that an older state of
a memory never overtakes a newer one. A row says which memory, not what happened: what
is delivered is the memory as it is at that moment, or that it is gone.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import connection, connections, transaction

from mem0.exceptions import Mem0Error
from mem0.ids import uuid7
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

QUEUE = "webhook"
"""The queue of what is delivered to others; extraction does not hold it up."""
BATCH = 256
LEASE = 60
"""Seconds until rows of a worker that died are anybody's again."""
LONGEST_WAIT = 60.0
AT_ONCE = 40
"""Batches one task delivers before it lets other projects go first."""


@dataclass(frozen=True, slots=True)
class Held:
    """Rows in the hands of this worker, and the memories they name."""

    project_id: UUID
    row_ids: tuple[UUID, ...]
    memory_ids: tuple[UUID, ...]
    attempts: int


@dataclass(frozen=True, slots=True)
class Outbox:
    """The rows for one store, by their table, and the name of the task that delivers."""

    table: str
    task: str

    def mark(self, project_id: UUID, memory_ids: Sequence[str | UUID]) -> None:
        """Note, in the tenant's open transaction, that these memories changed or went."""
        ids = list(dict.fromkeys(str(each) for each in memory_ids))
        with connection.cursor() as cursor:
            cursor.execute(
                MARK.format(table=self.table), [project_id, [uuid7() for _ in ids], ids]
            )
        self.publish_later(project_id)

    def publish_later(self, project_id: UUID) -> None:
        """Give a worker a hint once the open transaction is committed."""
        transaction.on_commit(partial(self.publish, project_id))

    def publish(self, project_id: UUID) -> None:
        """Give a worker a hint. The broker may be down: the sweep will repeat it."""
        task = self.task
        try:
            current_app.send_task(task, (str(project_id),), queue=QUEUE, retry=False)
        except Exception:  # the broker is outside our walls: any error means "later"
            logger.warning("%s of %s could not be hinted at.", task, project_id)

    def sweep(self, also: str = "") -> int:
        """Hint at projects with something due that nobody delivers; how many they were.

        Those that the query `also` finds are among them. Runs across tenants, on the
        admin connection, and touches ids and times only.
        """
        union = f"UNION {also}" if also else ""
        with connections["admin"].cursor() as cursor:
            cursor.execute(DUE.format(table=self.table, union=union))
            due = [project_id for (project_id,) in cursor.fetchall()]
        for project_id in due:
            self.publish(project_id)
        return len(due)

    def deliver(self, project_id: UUID, carry_out: Callable[[Held], None]) -> int:
        """Carry out what is due, batch by batch; how many rows that were.

        `carry_out` settles what it was given. Ends early when another worker is at it.
        Raises its `Mem0Error`; what was not delivered stays and is tried again.
        """
        settled = 0
        for _ in range(AT_ONCE):
            held = self.claim(project_id)
            if held is None:
                return settled
            try:
                carry_out(held)
            except Mem0Error:
                self._let_go(held)
                raise
            settled += len(held.row_ids)
        self.publish(project_id)
        return settled

    def claim(self, project_id: UUID) -> Held | None:
        """The oldest rows that failed least often, unless somebody holds some.

        What fails is tried in ever smaller batches, so that one bad row is soon alone.
        """
        given: dict[str, Any] = {"project": project_id, "batch": BATCH, "lease": LEASE}
        with tenant(project_id), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"{self.table}:{project_id}"],
            )
            (mine,) = cursor.fetchone()
            if not mine:
                return None
            cursor.execute(CLAIM.format(table=self.table), given)
            rows = cursor.fetchall()
        if not rows:
            return None
        row_ids, memory_ids, attempts = zip(*rows, strict=True)
        unique = tuple(dict.fromkeys(memory_ids))
        return Held(project_id, row_ids, unique, attempts[0])

    def _let_go(self, held: Held) -> None:
        """Leave the rows to whoever comes when their time has come again."""
        wait = min(2.0**held.attempts, LONGEST_WAIT) * random.uniform(0.5, 1.5)  # noqa: S311  jitter
        with tenant(held.project_id), connection.cursor() as cursor:
            cursor.execute(
                LET_GO.format(table=self.table),
                [wait, held.project_id, list(held.row_ids)],
            )


MARK = """
INSERT INTO {table} (project_id, id, memory_id, attempts, recorded_at, run_at)
SELECT %s, id, memory_id, 0, now(), now()
  FROM unnest(%s::uuid[], %s::uuid[]) AS new (id, memory_id)
"""
DUE = """
SELECT project_id FROM {table} WHERE run_at <= now()
 GROUP BY project_id HAVING count(*) FILTER (WHERE lease_until > now()) = 0
 {union} LIMIT 500
"""
LET_GO = """
UPDATE {table}
   SET lease_until = NULL, attempts = least(attempts + 1, 1000),
       run_at = now() + %s * interval '1 second'
 WHERE project_id = %s AND id = ANY(%s)
"""
CLAIM = """
WITH due AS (
  SELECT attempts FROM {table}
   WHERE project_id = %(project)s AND run_at <= now()
   ORDER BY attempts, id LIMIT 1
), taken AS (
  SELECT c.id FROM {table} c JOIN due USING (attempts)
   WHERE c.project_id = %(project)s AND c.run_at <= now()
     AND NOT EXISTS (
       SELECT 1 FROM {table} busy
        WHERE busy.project_id = %(project)s AND busy.lease_until > now())
   ORDER BY c.id
   LIMIT (SELECT greatest(1, %(batch)s >> least(attempts, 16)::int) FROM due)
)
UPDATE {table} c
   SET lease_until = now() + %(lease)s * interval '1 second'
  FROM taken WHERE c.project_id = %(project)s AND c.id = taken.id
RETURNING c.id, c.memory_id, c.attempts
"""
