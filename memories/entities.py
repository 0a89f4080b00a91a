"""The users, agents, apps and runs that a project has memories of."""

from __future__ import annotations

from typing import Any

from django.db import connection

from mem0.entities import ENTITY_TYPES
from mem0.exceptions import MemoryNotFoundError, ValidationError
from memories.erasing.running import erase
from memories.models import Event
from orgs.custody.ledger import Asked
from orgs.custody.models import Erasure
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.tenancy import tenant

COLUMNS = ("id", "number", "type", "name", "metadata", "created_at", "updated_at")


def check_type(entity_type: str) -> str:
    """The type as a client writes it, plural and case tolerated."""
    name = entity_type.lower().removesuffix("s") if entity_type else ""
    if name not in ENTITY_TYPES:
        raise ValidationError(
            "Invalid entity type", details={"wire": {"message": "Invalid entity type"}}
        )
    return name


def list_entities(
    project: Project, page: Page
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """A page of entities, newest first, with how many memories each has; totals by type."""
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, count(*) FROM memories_entity WHERE project_id = %s GROUP BY type",
            [project.pk],
        )
        totals = dict(cursor.fetchall())
        rows = part(project.entities.values(*COLUMNS), page, by=["created_at", "id"])
        counts = _counts(project, {(row["type"], row["name"]) for row in rows})
    found = [
        {**row, "total_memories": counts.get((row["type"], row["name"]), 0)}
        for row in rows
    ]
    return found, {kind: totals.get(kind, 0) for kind in ENTITY_TYPES}


def details(project: Project, entity_type: str, name: str) -> dict[str, Any]:
    """One entity by type and name. Raises `MemoryNotFoundError`."""
    kind = check_type(entity_type)
    with tenant(project):
        row = project.entities.filter(type=kind, name=name).values(*COLUMNS).first()
        if row is None:
            raise MemoryNotFoundError("Entity not found")
        counts = _counts(project, {(kind, name)})
    return {**row, "total_memories": counts.get((kind, name), 0)}


def delete(
    project: Project, entity_type: str, name: str, asked: Asked | None = None
) -> tuple[Event, Erasure]:
    """Erase an entity from every store: its event, and its line of the ledger, from
    which the receipt is made. Idempotent."""
    kind = check_type(entity_type)
    return erase(project, kind, name, asked or Asked(), event_type="DELETE_USER")


def name_of(project: Project, entity_type: str, number: int) -> str:
    """The name of the entity with this number. Raises `MemoryNotFoundError`."""
    kind = check_type(entity_type)
    with tenant(project):
        row = project.entities.filter(type=kind, number=number).first()
    if row is None:
        raise MemoryNotFoundError("Entity not found")
    return str(row.name)


def _counts(
    project: Project, wanted: set[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        for kind in ENTITY_TYPES:
            names = [name for each, name in wanted if each == kind]
            if not names:
                continue
            cursor.execute(
                f"SELECT {kind}_id, count(*) FROM memories_memory "  # noqa: S608  one of four names
                f"WHERE project_id = %s AND {kind}_id = ANY(%s) GROUP BY 1",
                [project.pk, names],
            )
            counts |= {(kind, name): n for name, n in cursor.fetchall()}
    return counts
