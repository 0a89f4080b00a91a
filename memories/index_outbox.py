"""What the vector store has not heard of yet (`memories.outbox`), and delivering it:
the memories of a project as points, and the erasure of a project or of a vector space.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from mem0.entities import ENTITY_IDS
from mem0.exceptions import Mem0Error
from mem0.ids import uuid7
from mem0.memory.types import Vector
from mem0.vector_stores.base import Point
from memories import vector_index
from memories.outbox import LEASE, Held, Outbox
from memories.vectors import from_halfvec
from orgs import failpoints
from orgs.tenancy import tenant

OUTBOX = Outbox("memories_indexchange", "memories.tasks.index")


def mark(project_id: UUID, memory_ids: Sequence[str | UUID]) -> None:
    """Note, in the tenant's open transaction, that these memories changed or went."""
    if memory_ids and vector_index.is_configured():
        OUTBOX.mark(project_id, memory_ids)


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
    OUTBOX.publish_later(project_id)


def sweep() -> int:
    """Hint at projects with something due that nobody delivers; how many they were."""
    return OUTBOX.sweep(
        "SELECT project_id FROM memories_indexerasure WHERE run_at <= now()"
    )


def deliver(project_id: UUID) -> int:
    """Bring the store up to date with a project; how many rows were settled.

    Ends early when another worker is at it. Raises `Mem0Error` when the store fails;
    what was not delivered stays and is tried again.
    """
    if not vector_index.is_configured():
        return 0
    try:
        settled = _forget(project_id) + OUTBOX.deliver(project_id, _carry_out)
    except Mem0Error as exc:
        vector_index.note_failure(exc)
        raise
    vector_index.PAUSE.end()
    return settled


def _carry_out(held: Held) -> None:
    """Write the memories as they are now, remove those that are gone."""
    failpoints.reached("index.claimed")
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
    memory_id, ids, held = row[0], row[1:5], row[5:]
    scope = dict(zip(ENTITY_IDS, ids, strict=True))
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
