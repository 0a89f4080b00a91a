"""What was made of somebody's memories goes with them."""

from __future__ import annotations

from mem0.memory.filters import And, Filter, entity_ids, parse, scope_filter
from mem0.memory.types import Scope
from memories.archive.pieces import forget_archives
from memories.witness import ProjectWitness
from orgs.models import Project
from orgs.tenancy import tenant
from orgs.usage import services as usage


def forget(project: Project, kind: str, name: str) -> None:
    """Delete the entity's profile, the project's archives and every export that may
    hold something about it, and empty the events of what was said, asked and found.

    An export is kept only when its filter asks for another entity of the same type.
    """
    with tenant(project):
        over = project.events.filter(status__in=["SUCCEEDED", "FAILED"])
        over.filter(**{f"{kind}_id": name}).update(payload={}, results=[])
        project.profiles.filter(entity_type=kind, entity_id=name).delete()
        asked = project.exports.values_list("pk", "filters")
        doomed = [
            key
            for key, filters in asked.iterator()
            if entity_ids(parse(filters)).get(f"{kind}_id", name) == name
        ]
        project.exports.filter(pk__in=doomed).delete()
        forget_archives(project)
        usage.forget_entity(project, kind, name)


def forget_what_was_said(project: Project, where: Filter) -> None:
    """Who is forgotten altogether leaves no messages behind that no memory came from."""
    ids = entity_ids(where)
    if where in (And(()), scope_filter(Scope(**ids))):
        project.messages.filter(**ids).delete()
        project.quarantined.filter(**ids).delete()
        ProjectWitness(project).forget(Scope(**ids))
        for name, value in ids.items():
            usage.forget_bodies(project, name, value)
