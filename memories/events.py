"""Reading operations and changes."""

from __future__ import annotations

from uuid import UUID

from mem0.memory.types import HistoryEntry
from memories.models import Event
from memories.store import ProjectStore
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.rereading import reread
from orgs.tenancy import tenant


@reread
def list_events(
    project: Project,
    *,
    event_type: str | None,
    status: str | None,
    page: Page,
) -> tuple[list[Event], int]:
    """A page of operations, newest first, and how many there are."""
    with tenant(project):
        rows = project.events.all()
        if event_type:
            rows = rows.filter(event_type=event_type.upper()[:20])
        if status:
            rows = rows.filter(status=status.upper()[:10])
        return part(rows, page, by=["id"]), rows.count()


@reread
def get_event(project: Project, event_id: UUID) -> Event | None:
    """One operation, if it is this project's."""
    with tenant(project):
        return project.events.filter(pk=event_id).first()


@reread
def list_changes(project: Project, page: Page) -> tuple[list[HistoryEntry], int]:
    """A page of changes of all memories, newest first, and how many there are."""
    return ProjectStore(project).changes(page)
