"""Everything a project remembers, gone at once."""

from __future__ import annotations

from mem0.memory.filters import And
from memories import services
from memories.archive.pieces import forget_archives
from memories.models import Event
from orgs.audit import Act
from orgs.custody import holds
from orgs.models import Project
from orgs.tenancy import tenant
from orgs.usage import forgetting


def reset(project: Project, *, request_id: str = "") -> Event:
    """Delete all memories, entities, exports and profiles, and what was said.

    History stays, as after every deletion.
    """
    with tenant(project):
        holds.refuse_all(project.pk)
    event = services.delete_all(
        project,
        where=And(()),
        event_type="DELETE_ALL",
        request_id=request_id,
        act=Act.PROJECT_RESET,
    )
    with tenant(project):
        for rows in (
            project.messages,
            project.entities,
            project.exports,
            project.profiles,
        ):
            rows.all().delete()
        forget_archives(project)
        forgetting.forget_everybody(project)
    return event
