"""What can be done with memories. Each verb: check, think, write.

Thinking (language model, embedding) happens outside any transaction; the write
is one transaction with everything that belongs to it.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import structlog
from django.utils import timezone

from mem0.exceptions import MemoryNotFoundError
from mem0.ids import uuid7
from mem0.memory import finding
from mem0.memory.drafts import Added, AddOptions, Draft
from mem0.memory.engine import Engine
from mem0.memory.filters import Filter
from mem0.memory.types import GateMode, HistoryEntry, Instructions, Record, Scope
from mem0.memory.validity import NOW, View
from memories import (
    accesses,
    attachments,
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
    quarantine,
    reembedding,
    representations,
    structured_data,
)
from memories.erasing import running as erasing
from memories.models import Event, EventStatus
from memories.spaces import following
from memories.store import ProjectStore
from memories.witness import ProjectWitness
from orgs import failpoints, replicas
from orgs.models import Project
from orgs.pagination import Page
from orgs.privacy import hidden
from orgs.quota import check_quota
from orgs.tenancy import tenant

QUEUED = "Memory processing has been queued for background execution"
STORED = "Memories stored successfully"

delete = deleting.delete
batch_delete = deleting.batch_delete
delete_all = deleting.delete_all


@dataclass(frozen=True, slots=True)
class AddCommand:
    """One add, as plain values; what an event keeps to be carried out later."""

    messages: Sequence[Mapping[str, Any]]
    scope: Scope
    infer: bool = True
    metadata: Mapping[str, Any] = field(default_factory=dict)
    timestamp: dt.datetime | None = None
    expiration_date: dt.date | None = None
    immutable: bool = False
    custom_instructions: str | None = None
    agent_custom_instructions: str | None = None
    includes: str | None = None
    excludes: str | None = None
    custom_categories: Mapping[str, str] | None = None
    structured_data_schema: Mapping[str, Any] | None = None
    timezone: str | None = None
    enable_graph: bool = False

    def to_payload(self) -> dict[str, Any]:
        """As JSON, without what was not given."""
        values: dict[str, Any] = {
            "messages": [dict(message) for message in self.messages],
            **self.scope.ids(),
            "infer": self.infer,
            "metadata": dict(self.metadata),
            "timestamp": self.timestamp and self.timestamp.isoformat(),
            "expiration_date": self.expiration_date
            and self.expiration_date.isoformat(),
            "immutable": self.immutable or None,
            "custom_instructions": self.custom_instructions,
            "agent_custom_instructions": self.agent_custom_instructions,
            "includes": self.includes,
            "excludes": self.excludes,
            "custom_categories": self.custom_categories,
            "structured_data_schema": self.structured_data_schema,
            "timezone": self.timezone,
            "enable_graph": self.enable_graph or None,
        }
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> AddCommand:
        """The inverse of `to_payload`."""
        values = dict(payload)
        ids = {name: values.pop(name, None) for name in Scope.__dataclass_fields__}
        if values.get("timestamp"):
            values["timestamp"] = dt.datetime.fromisoformat(values["timestamp"])
        if values.get("expiration_date"):
            values["expiration_date"] = dt.date.fromisoformat(values["expiration_date"])
        return cls(scope=Scope(**ids), **values)


def accept(project: Project, command: AddCommand, *, request_id: str = "") -> Event:
    """Take an add for later: its event and its job, in one transaction."""
    command = privacy.of_add(project, command)
    attachments.check(project, command.messages)
    with tenant(project):
        event = _event(project, command, EventStatus.PENDING, request_id)
        check_quota(project, 1)
        event.save(force_insert=True)
        jobs.enqueue(project, kind="add", event=event)
    return event


@following
def add(project: Project, command: AddCommand, *, request_id: str = "") -> Event:
    """Carry out an add at once; the event comes back SUCCEEDED with its results."""
    command = privacy.of_add(project, command)
    attachments.check(project, command.messages)
    event = _event(project, command, EventStatus.SUCCEEDED, request_id)
    memory = engine.memory(project, related=command.enable_graph)
    draft = memory.prepare(*_draft_arguments(project, command, event))
    with tenant(project):
        check_quota(project, len(draft.facts))
        made = memory.commit(draft)
        _succeed(event, made)
        event.save(force_insert=True)
        _follow_up(project, command, draft, made)
    return event


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
            jobs.fail(held, engine.named(exc))
    failpoints.reached("job.committed")
    jobs.publish_next(project_id)


def _run(held: jobs.Claim) -> None:
    project = Project.objects.select_related("organization").get(pk=held.project_id)
    failpoints.reached("job.thinking")
    KINDS[held.kind](held, project)


def _add_later(held: jobs.Claim, project: Project) -> None:
    with tenant(project):
        event = project.events.get(job=held.job_id)
    command = AddCommand.from_payload(event.payload)
    memory = engine.memory(project, related=command.enable_graph)
    draft = memory.prepare(*_draft_arguments(project, command, event))
    failpoints.reached("job.thought")
    with tenant(project):
        jobs.finish(held)
        check_quota(project, len(draft.facts))
        made = memory.commit(draft)
        _succeed(event, made)
        event.save(
            update_fields=[
                "status", "results", "dropped", "quarantined", "payload", "error",
                "error_code", "updated_at", "completed_at",
            ]
        )  # fmt: skip
        _follow_up(project, command, draft, made)
        failpoints.reached("job.committing")


def _follow_up(
    project: Project, command: AddCommand, draft: Draft, made: Added
) -> None:
    """What else an add leads to, in its transaction."""
    quarantine.hold(project, made.held)
    added = [record for _, record in made.results]
    structured_data.follow_up(project, command.structured_data_schema, added)
    if draft.options.infer:
        categorizing.follow_up(project, draft.options.instructions, added)


KINDS: dict[str, Callable[[jobs.Claim, Project], None]] = {
    "add": _add_later,
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
    rerank: bool = False,
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


def _event(
    project: Project, command: AddCommand, status: EventStatus, request_id: str
) -> Event:
    now = timezone.now()
    return Event(
        id=uuid7(),
        project=project,
        event_type="ADD",
        status=status,
        payload=command.to_payload(),
        request_id=request_id,
        created_at=now,
        updated_at=now,
        started_at=None if status == EventStatus.PENDING else now,
        **command.scope.ids(),
    )


def _draft_arguments(
    project: Project, command: AddCommand, event: Event
) -> tuple[Sequence[Mapping[str, str]], Scope, AddOptions]:
    said_at = command.timestamp or event.created_at
    options = AddOptions(
        said_at=said_at,
        infer=command.infer,
        metadata=command.metadata,
        expiration_date=command.expiration_date,
        immutable=command.immutable,
        instructions=_instructions(project, command),
        provenance={"event_id": str(event.pk)},
    )
    read = attachments.read(project, command.messages)
    said = privacy.messages(privacy.Guard(project), read)  # documents are text by now
    return said, command.scope, options


def _instructions(project: Project, command: AddCommand) -> Instructions:
    categories = command.custom_categories
    if categories is None and project.custom_categories:
        categories = engine.category_catalog(project.custom_categories)
    return Instructions(
        custom_instructions=command.custom_instructions or project.custom_instructions,
        categorize_later=categorizing.is_later(project, categories),
        agent_custom_instructions=(
            command.agent_custom_instructions or project.agent_custom_instructions
        ),
        use_case=project.usecase,
        depth=project.memory_depth,
        multilingual=project.multilingual,
        includes=command.includes or project.inclusion_prompt,
        excludes=command.excludes or project.exclusion_prompt,
        categories=categories,
        timezone=command.timezone or project.timezone,
        gate=cast("GateMode", project.gate),
    )


def _succeed(event: Event, made: Added) -> None:
    event.status = EventStatus.SUCCEEDED
    event.results = [representations.result(*each) for each in made.results]
    event.dropped = dict(made.dropped)
    event.quarantined = len(made.held)
    event.payload = attachments.without_data(event.payload)
    event.error = event.error_code = None
    event.updated_at = event.completed_at = timezone.now()
