"""Taking in what was said: an add at once, or accepted and carried out by a job.
`memories.services` offers this too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils import timezone

from mem0.entities import ENTITY_IDS
from mem0.ids import uuid7
from mem0.memory.drafts import Added, AddOptions, Draft
from mem0.memory.types import GateMode, Instructions, Scope
from memories import (
    attachments,
    categorizing,
    engine,
    jobs,
    privacy,
    quarantine,
    representations,
    structured_data,
)
from memories.models import Event, EventStatus
from memories.spaces import following
from orgs import failpoints
from orgs.models import Project
from orgs.quota import check_quota
from orgs.tenancy import tenant


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
        ids = {name: values.pop(name, None) for name in ENTITY_IDS}
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


def run(held: jobs.Claim, project: Project) -> None:
    """Carry out an add that was accepted, as a job."""
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
    if categories is None:
        categories = categorizing.own_catalog(project)
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
