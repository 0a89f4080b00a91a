"""The scheduled look for canaries: lists and searches of tenants that have one, and
their tables read without saying whose rows are wanted."""

from __future__ import annotations

from uuid import UUID

import orjson
from django.db import connections

from mem0.memory.filter_parser import parse
from mem0site.isolation import canaries
from memories import services
from orgs.models import Project
from orgs.tenancy import tenant

SAMPLED = 20
"""Projects that one look is about."""
SEARCHED = 3
"""Those of them that are searched, which costs an embedding each."""
MOST = 50


def look() -> int:
    """Look around in some of the projects that have canaries; how many."""
    keys = canaries.planted(SAMPLED)
    found = Project.objects.select_related("organization").in_bulk(keys)
    for number, project in enumerate(found.values()):
        other = canaries.token(keys[number - 1])
        _rows(project)
        _lists(project)
        if number < SEARCHED:
            _searches(project, other)
    return len(found)


def _rows(project: Project) -> None:
    """As a query that forgets its tenant would."""
    with tenant(project), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT project_id FROM memories_memory WHERE user_id = %s LIMIT %s",
            [canaries.USER, MOST],
        )
        seen: set[UUID] = {project_id for (project_id,) in cursor.fetchall()}
    for owner in seen - {project.pk}:
        canaries.alert(owner, project.pk, "row-level security")


def _lists(project: Project) -> None:
    where = parse({"user_id": canaries.USER})
    records = services.get_all(project, where=where, limit=MOST)
    said = orjson.dumps([record.text for record in records])
    canaries.check_answer(said, project.pk, "scheduled list")


def _searches(project: Project, other: str) -> None:
    where = parse({"user_id": "*"})
    found = services.search(project, query=other, where=where, limit=MOST)
    said = orjson.dumps([hit.record.text for hit in found.hits])
    canaries.check_answer(said, project.pk, "scheduled search")
