"""From a change to the vector store: a row of the change's transaction, and who delivers.

The row cannot be lost; the message to the broker is a hint that may be, and `sweep`
repeats it. One worker at a time delivers a project's rows, so that an older state of
a memory never overtakes a newer one. A row says which memory, not what happened: what
is delivered is the memory as it is at that moment, or that it is gone.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import connection, connections, transaction

from mem0.exceptions import Mem0Error
from mem0.ids import uuid7
from mem0.memory.types import Vector
from mem0.vector_stores.base import Point
from memories import vector_index
from memories.vectors import from_halfvec
from orgs import failpoints
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

TABLE, TASK = "memories_indexchange", "memories.tasks.index"
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

    table: str
    project_id: UUID
    row_ids: tuple[UUID, ...]
    memory_ids: tuple[UUID, ...]
    attempts: int


def mark(project_id: UUID, memory_ids: Sequence[str | UUID]) -> None:
    """Note, in the tenant's open transaction, that these memories changed or went."""
    if not memory_ids or not vector_index.is_configured():
        return
    ids = list(dict.fromkeys(str(each) for each in memory_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO memories_indexchange "
            "(project_id, id, memory_id, attempts, recorded_at, run_at) "
            "SELECT %s, id, memory_id, 0, now(), now() "
            "FROM unnest(%s::uuid[], %s::uuid[]) AS new (id, memory_id)",
            [project_id, [uuid7() for _ in ids], ids],
        )
    transaction.on_commit(lambda: publish(project_id))


def mark_all(project_id: UUID) -> int:
    """Note every memory of a project, in the tenant's open transaction; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO memories_indexchange "
            "(project_id, id, memory_id, attempts, recorded_at, run_at) "
            "SELECT project_id, gen_random_uuid(), id, 0, now(), now() "
            "FROM memories_memory WHERE project_id = %s",
            [project_id],
        )
        return int(cursor.rowcount)


def erase(project_id: UUID, space: str = "") -> None:
    """Note, in the tenant's open transaction, that the store has to forget a project,
    or the project's points in one vector space."""
    if not vector_index.is_configured():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO memories_indexerasure "
            "(id, project_id, space, recorded_at, run_at) VALUES (%s, %s, %s, now(), now())",
            [uuid7(), project_id, space],
        )
    transaction.on_commit(lambda: publish(project_id))


def publish(project_id: UUID, task: str = TASK) -> None:
    """Give a worker a hint. The broker may be down: the sweep will repeat it."""
    try:
        current_app.send_task(task, (str(project_id),), queue=QUEUE, retry=False)
    except Exception:  # the broker is outside our walls: any error means "later"
        logger.warning("%s of %s could not be hinted at.", task, project_id)


def sweep() -> int:
    """Hint at projects with something due that nobody delivers; how many they were.

    Runs across tenants, on the admin connection, and touches ids and times only.
    """
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT project_id FROM memories_indexchange WHERE run_at <= now() "
            "GROUP BY project_id "
            "HAVING count(*) FILTER (WHERE lease_until > now()) = 0 "
            "UNION SELECT project_id FROM memories_indexerasure WHERE run_at <= now() "
            "LIMIT 500"
        )
        due = [project_id for (project_id,) in cursor.fetchall()]
    for project_id in due:
        publish(project_id)
    return len(due)


def deliver(project_id: UUID) -> int:
    """Bring the store up to date with a project; how many rows were settled.

    Ends early when another worker is at it. Raises `Mem0Error` when the store fails;
    what was not delivered stays and is tried again.
    """
    if not vector_index.is_configured():
        return 0
    try:
        settled = _deliver(project_id)
    except Mem0Error as exc:
        vector_index.note_failure(exc)
        raise
    vector_index.PAUSE.end()
    return settled


def _deliver(project_id: UUID) -> int:
    settled = _forget(project_id)
    for _ in range(AT_ONCE):
        held = claim(project_id)
        if held is None:
            return settled
        failpoints.reached("index.claimed")
        try:
            _carry_out(held)
        except Mem0Error:
            later(held)
            raise
        settled += len(held.row_ids)
    publish(project_id)
    return settled


def claim(project_id: UUID, table: str = TABLE) -> Held | None:
    """The oldest rows that failed least often, unless somebody holds some.

    What fails is tried in ever smaller batches, so that one bad row is soon alone.
    """
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{table}:{project_id}"],
        )
        (mine,) = cursor.fetchone()
        if not mine:
            return None
        given: dict[str, Any] = {"project": project_id, "batch": BATCH, "lease": LEASE}
        cursor.execute(CLAIM.format(table=table), given)
        rows = cursor.fetchall()
    if not rows:
        return None
    row_ids, memory_ids, attempts = zip(*rows, strict=True)
    unique = tuple(dict.fromkeys(memory_ids))
    return Held(table, project_id, row_ids, unique, attempts[0])


def _carry_out(held: Held) -> None:
    """Write the memories as they are now, remove those that are gone."""
    spaces = _spaces(held.project_id)
    found = state(held.project_id, held.memory_ids)
    for dimensions, points in by_length(p for each in found.values() for p in each):
        vector_index.store(dimensions).upsert(points)
    written = {point.id for points in found.values() for point in points}
    for space, dimensions in spaces.items():
        ids = vector_index.point_ids(held.project_id, held.memory_ids, space)
        stale = [each for each in ids if each not in written]
        if stale:
            vector_index.store(dimensions).delete(stale)
    failpoints.reached("index.written")
    gone = _settle(held, list(found))
    if gone:  # deleted meanwhile, with its project and with the row that would tell
        for space, dimensions in spaces.items():
            ids = vector_index.point_ids(held.project_id, gone, space)
            vector_index.store(dimensions).delete(ids)


def state(project_id: UUID, memory_ids: Sequence[UUID]) -> dict[UUID, list[Point]]:
    """The points that each of the memories should have; those that are gone are not
    among the answers."""
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute(STATE, {"project": project_id, "ids": list(memory_ids)})
        rows = cursor.fetchall()
    return {row[0]: _points(project_id, row) for row in rows}


def _points(project_id: UUID, row: tuple[Any, ...]) -> list[Point]:
    """The points of a memory in its space and, while there is one, in that to come."""
    memory_id, user_id, agent_id, app_id, run_id, *held = row
    scope = {
        "user_id": user_id,
        "agent_id": agent_id,
        "app_id": app_id,
        "run_id": run_id,
    }
    return [
        point
        for space, own, context in (held[:3], held[3:])
        if space
        for point in vector_index.points(
            project_id, memory_id, scope, space, _vectors(own, context)
        )
    ]


def _vectors(own: str | None, context: str | None) -> dict[str, Vector]:
    pairs = zip(vector_index.ARMS, (own, context), strict=True)
    return {arm: from_halfvec(text) for arm, text in pairs if text is not None}


def by_length(points: Iterable[Point]) -> list[tuple[int, list[Point]]]:
    """Points by the length of their vectors, which is their collection."""
    found: dict[int, list[Point]] = {}
    for point in points:
        found.setdefault(len(point.vector), []).append(point)
    return list(found.items())


def _spaces(project_id: UUID) -> dict[str, int]:
    """The vector spaces a project's memories may be in, with their dimensions."""
    with connection.cursor() as cursor:
        cursor.execute(SPACES, [project_id])
        return dict(cursor.fetchall())


def _settle(held: Held, written: list[UUID]) -> list[UUID]:
    """Take the rows away; the memories that went while they were written."""
    with tenant(held.project_id), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM memories_indexchange WHERE project_id = %s AND id = ANY(%s)",
            [held.project_id, list(held.row_ids)],
        )
        cursor.execute(
            "SELECT id FROM memories_memory WHERE project_id = %s AND id = ANY(%s)",
            [held.project_id, written],
        )
        left = {key for (key,) in cursor.fetchall()}
    return [each for each in written if each not in left]


def later(held: Held) -> None:
    """Let the rows go until their time comes again."""
    wait = min(2.0**held.attempts, LONGEST_WAIT) * random.uniform(0.5, 1.5)  # noqa: S311  jitter
    with tenant(held.project_id), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {held.table} SET lease_until = NULL, "  # noqa: S608  our own names
            "attempts = least(attempts + 1, 1000), "
            "run_at = now() + %s * interval '1 second' "
            "WHERE project_id = %s AND id = ANY(%s)",
            [wait, held.project_id, list(held.row_ids)],
        )


def _forget(project_id: UUID) -> int:
    """Carry out what is to be erased; how many rows were settled.

    Twice: at once, and when a worker that was writing when the project went has
    ended for certain.
    """
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, space FROM memories_indexerasure "
            "WHERE project_id = %s AND run_at <= now()",
            [project_id],
        )
        due = cursor.fetchall()
    for _, space in due:
        _erase_points(project_id, space)
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute(
            FORGOTTEN,
            {"project": project_id, "ids": [key for key, _ in due], "lease": LEASE},
        )
        return int(cursor.rowcount)


def _erase_points(project_id: UUID, space: str) -> None:
    where = vector_index.of_project(project_id)
    if space:
        where = vector_index.of_space(project_id, space)
    for dimensions in lengths():
        vector_index.store(dimensions).delete_where(where)


def lengths() -> list[int]:
    """The lengths of vectors that any project has ever had: one collection each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT dimensions FROM memories_embeddingmodel ORDER BY 1"
        )
        return [dimensions for (dimensions,) in cursor.fetchall()]


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
STATE = """
SELECT m.id, m.user_id, m.agent_id, m.app_id, m.run_id,
       e.name, m.embedding::text, m.context_embedding::text,
       p.next_embedding_model, m.next_embedding::text, m.next_context_embedding::text
  FROM memories_memory m JOIN orgs_project p ON p.id = m.project_id
  LEFT JOIN memories_embeddingmodel e ON e.id = m.embedding_model_id
 WHERE m.project_id = %(project)s AND m.id = ANY(%(ids)s)
"""
SPACES = """
SELECT e.name, e.dimensions FROM orgs_project p
  JOIN memories_embeddingmodel e ON e.name IN (p.embedding_model, p.next_embedding_model)
 WHERE p.id = %s
"""
FORGOTTEN = """
WITH seen AS (
  SELECT id, recorded_at + 2 * %(lease)s * interval '1 second' AS again
    FROM memories_indexerasure WHERE project_id = %(project)s AND id = ANY(%(ids)s)
), over AS (
  DELETE FROM memories_indexerasure e USING seen
   WHERE e.project_id = %(project)s AND e.id = seen.id AND seen.again <= now()
)
UPDATE memories_indexerasure e SET run_at = seen.again
  FROM seen WHERE e.project_id = %(project)s AND e.id = seen.id AND seen.again > now()
"""
