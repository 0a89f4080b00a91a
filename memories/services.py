"""What can be done with memories. Each verb: check, think, write.

Thinking (language model, embedding) happens outside any transaction; the write
is one transaction with everything that belongs to it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import structlog

from mem0.exceptions import MemoryNotFoundError
from mem0.memory import finding
from mem0.memory.engine import Engine
from mem0.memory.filters import Filter
from mem0.memory.types import HistoryEntry, Record
from mem0.memory.validity import NOW, View
from memories import (
    accesses,
    adding,
    categorizing,
    consolidating,
    criteria,
    deleting,
    engine,
    exports,
    graph,
    jobs,
    privacy,
    profiles,
    publishing,
    reembedding,
    structured_data,
)
from memories.erasing import running as erasing
from memories.spaces import following
from memories.store import ProjectStore
from memories.witness import ProjectWitness
from orgs import failpoints, replicas
from orgs.models import Project
from orgs.pagination import Page
from orgs.privacy import hidden
from orgs.rereading import reread
from orgs.tenancy import tenant

AddCommand = adding.AddCommand
accept = adding.accept
add = adding.add
delete = deleting.delete
batch_delete = deleting.batch_delete
delete_all = deleting.delete_all


def run_job(project_id: UUID, job_id: UUID) -> None:
    """Carry out an accepted job, unless it is done or in other hands."""
    held = jobs.claim(project_id, job_id)
    if held is None:
        return
    failpoints.reached("job.claimed")
    named = {"project": str(project_id), "job": str(job_id)}
    with structlog.contextvars.bound_contextvars(**named):
        try:
            with jobs.leased(held):
                _run(held)
        except jobs.LeaseLostError:
            return
        except Exception as exc:
            jobs.fail(held, jobs.failure(exc))
    failpoints.reached("job.committed")
    publishing.publish_next(project_id)


def _run(held: jobs.Claim) -> None:
    project = Project.objects.select_related("organization").get(pk=held.project_id)
    failpoints.reached("job.thinking")
    KINDS[held.kind](held, project)


KINDS: dict[str, Callable[[jobs.Claim, Project], None]] = {
    "add": adding.run,
    "categorize": categorizing.run,
    "consolidation": consolidating.build,
    "export": exports.build,
    "profile": profiles.build,
    "structure": structured_data.run,
    reembedding.KIND: reembedding.run,
    erasing.ERASE: erasing.erase_known,
    erasing.VERIFY: erasing.verify,
}
"""Who carries out a job, by its kind."""


def search(
    project: Project,
    *,
    query: str,
    where: Filter,
    related: bool = False,
    use_criteria: bool = True,
    decays: bool = False,
    **options: Any,
) -> finding.Found:
    """Memories that answer the query, best first, and what the search went without.

    `related` lets what memories relate speak as well; a project's graph always does.
    `use_criteria` has the project's criteria weigh the results, where it has some.
    `decays` lets use and disuse count, where the project has decay.
    """
    query = hidden(project, query)
    decays = decays and project.decay
    if decays:
        options["decay"] = functools.partial(accesses.decayed, project)
    if related or project.enable_graph:
        options["related"] = graph.reach(project, query, where)
    liked = criteria.of(project) if use_criteria else None
    options["factors"] = None if liked is None else liked.factors
    wanted = finding.Wanted(**options)
    found = _ask(project, query, where, wanted)
    if reembedding.missed(project, found):
        found = engine.memory(project).ask(query, where, wanted)
    ProjectWitness(project).note([hit.record for hit in found.hits])
    if decays:
        accesses.touch(project, [hit.record.id for hit in found.hits])
    return found if liked is None else liked.explained(found)


@replicas.reads
def _ask(
    project: Project, query: str, where: Filter, wanted: finding.Wanted
) -> finding.Found:
    return engine.memory(project).ask(query, where, wanted)


@reread
def get(project: Project, memory_id: str) -> Record:
    """One memory, also an expired or superseded one."""
    record = ProjectStore(project).get(memory_id)
    if record is None:
        raise MemoryNotFoundError
    return record


@replicas.reads
def get_all(
    project: Project, *, where: Filter, limit: int, offset: int = 0, view: View = NOW
) -> list[Record]:
    """Matching memories, newest first.

    `where` holds what the view asks of a memory; they come as the view sees them.
    """
    store = ProjectStore(project)
    with tenant(project):
        found = store.find(where, limit=limit, offset=offset)
        return finding.known(found, view, store)


@replicas.reads
def get_page(
    project: Project, *, where: Filter, page: Page, view: View = NOW
) -> tuple[list[Record], int]:
    """A page of matching memories with the first one behind it, and how many match in
    all: behind a cursor, how many that were when the list began to be read. Otherwise
    as `get_all`."""
    store = ProjectStore(project)
    with tenant(project):
        count = store.count(where) if page.counted is None else page.counted
        found = store.find(
            where,
            limit=page.reach,
            offset=page.offset,
            after=page.after,
            count=count,
        )
        return finding.known(found, view, store), count


def position(record: Record) -> tuple[str, str]:
    """Where a memory stands in a list."""
    return record.created_at.isoformat(), record.id


@following
def update(project: Project, memory_id: str, **changes: Any) -> tuple[Record, Record]:
    """Change a memory; the record as it was and as it is."""
    looked = privacy.of_update(project, changes)
    return engine.memory(project).update(memory_id, **looked)


@reread
def history(project: Project, memory_id: str) -> list[HistoryEntry]:
    """Changes of a memory, oldest first; also of one that is gone."""
    store = ProjectStore(project)
    entries = store.history(memory_id)
    if not entries and store.get(memory_id) is None:
        raise MemoryNotFoundError
    return entries


@following
def batch_update(project: Project, updates: Sequence[Mapping[str, Any]]) -> int:
    """Change many memories, all or none."""
    memory: Engine = engine.memory(project)
    return len(memory.update_many([privacy.of_update(project, u) for u in updates]))
