"""The end of memories: one, some, or whatever matches. Each is in the audit log, by ids
and counts; what the memories said is not. `memories.services` offers these too.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from mem0.memory.filters import Filter, entity_ids
from memories import engine, forgetting
from memories.models import Event, EventStatus
from memories.spaces import following
from orgs import audit
from orgs.models import Project
from orgs.tenancy import tenant


@following
def delete(project: Project, memory_id: str, *, delete_linked: bool = False) -> int:
    """Delete a memory and, if asked, the ones it replaced; how many of those."""
    memory = engine.memory(project)
    with tenant(project):
        deleted = memory.delete(memory_id, linked=delete_linked)
        audit.record(
            audit.Act.MEMORY_DELETED,
            project=project,
            about=("memory", deleted[0].id),
            linked=len(deleted) - 1,
        )
    return len(deleted) - 1


@following
def batch_delete(project: Project, memory_ids: Sequence[str]) -> int:
    """Delete many memories, all or none."""
    memory = engine.memory(project)
    with tenant(project):
        deleted = memory.delete_many(memory_ids)
        audit.record(
            audit.Act.MEMORIES_DELETED,
            project=project,
            about=("project", project.pk),
            count=len(deleted),
            memories=[record.id for record in deleted],
        )
    return len(deleted)


@following
def delete_all(
    project: Project,
    *,
    where: Filter,
    event_type: str,
    request_id: str = "",
    act: audit.Act = audit.Act.MEMORIES_DELETED,
) -> Event:
    """Delete whatever matches, at once; the event says how many that were."""
    memory, begun = engine.memory(project), timezone.now()
    with tenant(project):
        count = memory.delete_all(where)
        forgetting.forget_what_was_said(project, where)
        now = timezone.now()
        event = Event(
            project=project,
            event_type=event_type,
            status=EventStatus.SUCCEEDED,
            request_id=request_id,
            metadata={"deleted": count},
            created_at=begun,
            started_at=begun,
            updated_at=now,
            completed_at=now,
        )
        event.save(force_insert=True)
        _record(project, act, count, where)
    return event


def _record(project: Project, act: audit.Act, count: int, where: Filter) -> None:
    """How many it were, and about whom, where the filter names somebody."""
    named = [
        audit.entity(name.removesuffix("_id"), value)
        for name, value in entity_ids(where).items()
    ]
    audit.record(
        act,
        project=project,
        about=named[0] if named else ("project", project.pk),
        count=count,
        entities=dict(named[1:]),
    )
