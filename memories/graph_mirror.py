"""The graph store beside PostgreSQL: a mirror of the projects' graphs, for graph tools.

PostgreSQL answers every request; nothing is read from here but to compare. A project
is a collection of its own. A store is opened for a delivery and closed after it,
because an embedded one belongs to one process at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from mem0.exceptions import Mem0Error, UnavailableError
from mem0.graphs.base import Edge, GraphStore
from mem0.utils.factory import GraphStoreFactory
from memories import graph_outbox
from memories.graph import ProjectGraph
from memories.outbox import LEASE, Held
from memories.vector_index import is_uuid
from orgs import failpoints
from orgs.models import Project
from orgs.pauses import Pause
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

PAUSE = Pause(10.0)
"""In which a store that could not be reached is not asked."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Memories whose relations the store has not or has otherwise, and memories that
    it has relations of and PostgreSQL has not."""

    differing: int = 0
    orphaned: int = 0

    def __bool__(self) -> bool:
        return bool(self.differing or self.orphaned)


def store(project_id: UUID) -> GraphStore:
    """A project's collection. Raises `ConfigurationError`; connects to nothing yet."""
    chosen = settings.CONFIGURATION
    options = dict(chosen.graph_store_config)
    name = options.get("collection_name") or "mem0"
    options["collection_name"] = f"{name}_{project_id}"
    return GraphStoreFactory.create(chosen.graph_store_provider, options)


def deliver(project_id: UUID) -> int:
    """Bring the store up to date with a project; how many rows were carried out.

    Ends early when another worker is at it. Raises `Mem0Error` when the store fails;
    what was not delivered stays and is tried again.
    """
    if not graph_outbox.is_configured() or PAUSE.lasts:
        return 0
    try:
        with store(project_id) as graph:
            return graph_outbox.OUTBOX.deliver(project_id, partial(_carry_out, graph))
    except Mem0Error as exc:
        logger.warning("The graph store did not take a change: %s", exc.message)
        if isinstance(exc, UnavailableError):
            PAUSE.begin()
        raise


def _carry_out(graph: GraphStore, held: Held) -> None:
    """Write what the memories relate now; nothing, for those that are gone."""
    failpoints.reached("mirror.claimed")
    if graph_outbox.EVERYTHING in held.memory_ids:
        graph.reset()
    ids = [str(each) for each in held.memory_ids]
    graph.delete(ids)
    project = Project.objects.filter(pk=held.project_id).first()
    if project is not None:
        graph.add(ProjectGraph(project).stated(ids))
    failpoints.reached("mirror.written")
    _settle(held)


def _settle(held: Held) -> None:
    """Take the rows away; an erasure is repeated when a worker that was writing when
    the project went has ended for certain."""
    given: dict[str, Any] = {"project": held.project_id, "ids": list(held.row_ids)}
    given |= {"all": graph_outbox.EVERYTHING, "lease": LEASE}
    with tenant(held.project_id), connection.cursor() as cursor:
        cursor.execute(SETTLE, given)
        cursor.execute(REPEAT, given)


def compare(project: Project, *, repair: bool = True) -> Difference:
    """Compare a project's relations with the store's, and repair what differs.

    What the outbox still holds is delivered first. Raises `Mem0Error` when the store
    does not answer.
    """
    drain(project.pk)
    truth, wrong = ProjectGraph(project), set[str]()
    with store(project.pk) as graph:
        for ids in _pages(truth):
            wanted, held = _by_memory(truth.stated(ids)), _by_memory(graph.stated(ids))
            wrong |= {key for key in ids if wanted.get(key) != held.get(key)}
        orphaned = [
            key
            for ids in _pages(graph)
            for key in sorted(set(ids) - {e.memory_id for e in _known(truth, ids)})
            if key not in wrong
        ]
        if repair:
            graph.delete(orphaned)
    if repair:
        with tenant(project):
            graph_outbox.mark(project.pk, sorted(wrong))
        drain(project.pk)
    return Difference(len(wrong), len(orphaned))


def drain(project_id: UUID) -> None:
    """Deliver a project's rows until none is due. Raises `Mem0Error` when the store
    fails."""
    while deliver(project_id):
        pass


def _pages(graph: GraphStore) -> Iterator[list[str]]:
    """The memories a graph knows, page by page."""
    ids = graph.memory_ids()
    while ids:
        yield ids
        ids = graph.memory_ids(after=ids[-1])


def _known(truth: ProjectGraph, memory_ids: Iterable[str]) -> list[Edge]:
    return truth.stated(key for key in memory_ids if is_uuid(key))


def _by_memory(edges: Iterable[Edge]) -> dict[str, set[tuple[object, ...]]]:
    """What each memory states, as far as stores agree: spellings are the first one's."""
    found: dict[str, set[tuple[object, ...]]] = {}
    for edge in edges:
        said = edge.relation
        ends = (said.source.casefold(), said.relationship, said.target.casefold())
        times = (edge.valid_from, edge.valid_to)
        found.setdefault(edge.memory_id, set()).add((*ends, *times, edge.scope))
    return found


SETTLE = """
DELETE FROM memories_graphchange WHERE project_id = %(project)s AND id = ANY(%(ids)s)
   AND (memory_id <> %(all)s
        OR recorded_at <= now() - 2 * %(lease)s * interval '1 second')
"""
REPEAT = """
UPDATE memories_graphchange SET lease_until = NULL,
       run_at = recorded_at + 2 * %(lease)s * interval '1 second'
 WHERE project_id = %(project)s AND id = ANY(%(ids)s)
"""
