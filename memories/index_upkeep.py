"""Putting the vector store right: what it should hold is compared with what it holds.

Differences come from outside: a store that was restored from an old copy, emptied,
written to by somebody else. What is missing or old is marked and delivered like any
change; what should not be there is removed once PostgreSQL has said so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import connection

from mem0.vector_stores.base import Point
from memories import index_outbox, vector_index
from orgs.models import Project
from orgs.tenancy import tenant

BATCH = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """How the store differs from PostgreSQL: points missing or old, memories that
    have them, and points that nothing stands for."""

    missing: int = 0
    stale: int = 0
    orphaned: int = 0

    def __add__(self, other: Difference) -> Difference:
        return Difference(
            self.missing + other.missing,
            self.stale + other.stale,
            self.orphaned + other.orphaned,
        )

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.orphaned)


def compare(project: Project, *, repair: bool = True) -> Difference:
    """Compare a project's memories with their points, and repair what differs.

    What the outbox still holds is delivered first. Raises `Mem0Error` when the store
    does not answer.
    """
    drain(project.pk)
    found = Difference()
    for ids in _batches(_memory_ids(project.pk)):
        found += _compare(project.pk, ids, repair=repair)
    if repair:
        drain(project.pk)
    return found


def orphans(project: Project | None = None, *, repair: bool = True) -> Difference:
    """Points that no memory stands for, of a project or of all there ever were."""
    where = None if project is None else vector_index.of_project(project.pk)
    count = 0
    for dimensions in index_outbox.lengths():
        store = vector_index.store(dimensions)
        for points in _batches(store.each(where)):
            orphaned = _unknown(points)
            count += len(orphaned)
            if repair:
                store.delete([point.id for point in orphaned])
    return Difference(orphaned=count)


def rebuild(project: Project) -> int:
    """Write every memory of a project anew; how many they are."""
    with tenant(project):
        marked = index_outbox.mark_all(project.pk)
    drain(project.pk)
    return marked


def drop() -> None:
    """Empty the store; it fills again with `rebuild`."""
    for dimensions in index_outbox.lengths():
        vector_index.store(dimensions).reset()


def drain(project_id: UUID) -> None:
    """Deliver a project's rows until none is due. Raises `Mem0Error` when the store
    fails."""
    while index_outbox.deliver(project_id):
        pass


def _compare(project_id: UUID, ids: list[UUID], *, repair: bool) -> Difference:
    wanted = index_outbox.state(project_id, ids)
    expected = [point for points in wanted.values() for point in points]
    held: dict[str, Point] = {}
    for dimensions, points in index_outbox.by_length(expected):
        stored = vector_index.store(dimensions).get([point.id for point in points])
        held |= {point.id: point for point in stored}
    missing = [point for point in expected if point.id not in held]
    stale = [
        point
        for point in expected
        if point.id in held and dict(held[point.id].payload) != dict(point.payload)
    ]
    if repair:
        wrong = {str(point.payload["memory_id"]) for point in (*missing, *stale)}
        with tenant(project_id):
            index_outbox.mark(project_id, sorted(wrong))
    return Difference(missing=len(missing), stale=len(stale))


def _unknown(points: list[Point]) -> list[Point]:
    """Those of the points that no memory of their project stands for."""
    by_project: dict[str, list[Point]] = {}
    for point in points:
        owner = str(point.payload.get(vector_index.TENANT))
        by_project.setdefault(owner, []).append(point)
    unknown: list[Point] = []
    for owner, theirs in by_project.items():
        wanted = _wanted(owner, theirs)
        unknown += [point for point in theirs if point.id not in wanted]
    return unknown


def _wanted(owner: str, points: list[Point]) -> set[str]:
    """Ids of the points that the memories which these points name should have."""
    named = {str(point.payload.get("memory_id")) for point in points}
    ids = [UUID(each) for each in named if vector_index.is_uuid(each)]
    if not vector_index.is_uuid(owner):
        return set()
    found = index_outbox.state(UUID(owner), ids)
    return {point.id for points in found.values() for point in points}


def _memory_ids(project_id: UUID) -> Iterator[UUID]:
    """Every memory of a project, page by page."""
    last = UUID(int=0)
    while True:
        with tenant(project_id), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM memories_memory WHERE project_id = %s AND id > %s "
                "ORDER BY id LIMIT %s",
                [project_id, last, BATCH],
            )
            ids = [key for (key,) in cursor.fetchall()]
        if not ids:
            return
        yield from ids
        last = ids[-1]


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch
