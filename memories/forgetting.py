"""Memories that are deleted take along what was said and nothing came from."""

from __future__ import annotations

from mem0.memory.filters import And, Filter, entity_ids, scope_filter
from mem0.memory.types import Scope
from memories.witness import ProjectWitness
from orgs.custody import holds
from orgs.models import Project
from orgs.usage import forgetting as usage


def forget_what_was_said(project: Project, where: Filter) -> None:
    """Who is forgotten altogether leaves no messages behind that no memory came from."""
    ids = entity_ids(where)
    holds.refuse(project.pk, [ids])
    if where in (And(()), scope_filter(Scope(**ids))):
        project.messages.filter(**ids).delete()
        project.quarantined.filter(**ids).delete()
        ProjectWitness(project).forget(Scope(**ids))
        for name, value in ids.items():
            usage.forget_bodies(project, name, value)
