"""The stores beside PostgreSQL: brought up to date, then asked what they still have.

Both are fed by an outbox, so the deletion has been noted with the memories. Whatever
comes of it here is read back from the store itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from mem0.exceptions import UnavailableError
from mem0.memory.filters import And, Condition
from memories import (
    graph_mirror,
    graph_outbox,
    index_outbox,
    index_upkeep,
    vector_index,
)
from memories.erasing.steps import REFS
from memories.erasing.work import Work, keys
from orgs.tenancy import tenant

CLEAN, ABSENT = "clean", "not configured"
PAGE = 500


def confirm(work: Work) -> dict[str, str]:
    """What each store outside answers: `clean`, or that there is none.

    Raises `Mem0Error` when a store cannot be asked or still has something that its
    outbox has yet to deliver; the look is repeated later.
    """
    with tenant(work.project):
        gone = keys(f"{REFS} ORDER BY ref", work.values)
    return {
        "vector_store": _vectors(work, gone)
        if vector_index.is_configured()
        else ABSENT,
        "graph_store": _graph(work, gone) if graph_outbox.is_configured() else ABSENT,
    }


def vectors_of_project(project_id: UUID) -> str:
    """The same of an erased project: `clean`, or that there is no vector store."""
    if not vector_index.is_configured():
        return ABSENT
    index_upkeep.drain(project_id)
    theirs = vector_index.of_project(project_id)
    for dimensions in index_outbox.lengths():
        store = vector_index.store(dimensions)
        _refuse("vector", {point.id for point in store.each(theirs)})
    return CLEAN


def graph_of_project(project_id: UUID) -> str:
    """The same of the graph store."""
    if not graph_outbox.is_configured():
        return ABSENT
    graph_mirror.PAUSE.end()
    graph_mirror.drain(project_id)
    with graph_mirror.store(project_id) as graph:
        _refuse("graph", set(graph.memory_ids()))
    return CLEAN


def _vectors(work: Work, gone: Iterable[UUID]) -> str:
    project = work.project
    index_upkeep.drain(project.pk)
    theirs = And(
        (
            vector_index.of_project(project.pk),
            Condition(work.column, "eq", work.name),
        )
    )
    for dimensions in index_outbox.lengths():
        store = vector_index.store(dimensions)
        left = {str(point.payload.get("memory_id")) for point in store.each(theirs)}
        _refuse("vector", left & {str(each) for each in gone})
    return CLEAN


def _graph(work: Work, gone: Iterable[UUID]) -> str:
    graph_mirror.PAUSE.end()
    graph_mirror.drain(work.project.pk)
    with graph_mirror.store(work.project.pk) as graph:
        for page in _pages([str(each) for each in gone]):
            _refuse("graph", {edge.memory_id for edge in graph.stated(page)})
    return CLEAN


def _pages(ids: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(ids), PAGE):
        yield ids[start : start + PAGE]


def _refuse(store: str, left: set[str]) -> None:
    if left:
        msg = f"The {store} store still has {len(left)} erased memories."
        raise UnavailableError(msg)
