"""Which projects a command about a store beside PostgreSQL is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.management.base import CommandError

from memories import vector_index
from orgs.models import Project


def chosen_projects(ids: Sequence[UUID]) -> Iterable[Project]:
    """The projects named, or all; `CommandError` for one that does not exist, and
    where there is no vector store."""
    if not vector_index.is_configured():
        raise CommandError("There is no vector store: set VECTOR_STORE_PROVIDER.")
    return existing_projects(ids)


def existing_projects(ids: Sequence[UUID]) -> Iterable[Project]:
    """The projects named, or all; `CommandError` for one that does not exist."""
    projects = Project.objects.order_by("pk")
    if not ids:
        return projects.iterator()
    found = list(projects.filter(pk__in=ids))
    missing = set(ids) - {project.pk for project in found}
    if missing:
        raise CommandError(f"There is no project {min(missing)}.")
    return found
