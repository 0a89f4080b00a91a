"""How much a project holds and does, and what its memories can be filtered by."""

from __future__ import annotations

from typing import Any

from django.db import connection

from mem0.entities import ENTITY_TYPES
from memories import recording
from orgs.models import Project
from orgs.tenancy import tenant

EVENT_TYPES = (
    "ADD", "UPDATE", "DELETE", "SEARCH", "GET_ALL", "GET", "DELETE_ALL", "DELETE_USER",
)  # fmt: skip
OPTIONS = 1_000
"""Categories and users named as options of a filter; the most used ones."""
_COUNTED = ("user", "agent", "run")
_KINDS = ", ".join(f"count(DISTINCT {kind}_id), count({kind}_id)" for kind in _COUNTED)


def stats(project: Project) -> dict[str, int]:
    """The project's numbers, all whole; what is per somebody is an average."""
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), {_KINDS} FROM memories_memory WHERE project_id = %s",  # noqa: S608  fixed columns
            [project.pk],
        )
        total, *pairs = cursor.fetchone()
        done = recording.counts(project)
    retrieved = sum(done.get(kind, 0) for kind in recording.READS)
    who = {
        kind: (pairs[2 * place], pairs[2 * place + 1])
        for place, kind in enumerate(_COUNTED)
    }
    return {
        "total_memories": total,
        "total_retrieval_events": retrieved,
        "total_add_events": done.get("ADD", 0),
        "total_api_retrieval_events": retrieved,
        "total_retrieval_events_limit": 0,
        **{f"total_{kind}s_with_memories": some for kind, (some, _) in who.items()},
        **{
            f"memories_per_{kind}": round(memories / some) if some else 0
            for kind, (some, memories) in who.items()
        },
    }


def filters(project: Project) -> dict[str, Any]:
    """What the memories and events of the project can be narrowed by."""
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT category FROM memories_memory, unnest(categories) AS category "
            "WHERE project_id = %s GROUP BY category "
            "ORDER BY count(*) DESC, category LIMIT %s",
            [project.pk, OPTIONS],
        )
        categories = [name for (name,) in cursor.fetchall()]
        names = project.entities.filter(type="user").order_by("-updated_at", "-id")
        users = list(names.values_list("name", flat=True)[:OPTIONS])
    return {
        "event_type": list(EVENT_TYPES),
        "categories": categories,
        "users": users,
        "parameters": _parameters(categories),
    }


def _parameters(categories: list[str]) -> list[dict[str, Any]]:
    """The fields of a filter as a form would show them."""
    ids = [(f"{kind}_id", f"{kind.capitalize()} ID", "text") for kind in ENTITY_TYPES]
    more = [
        ("categories", "Category", "select"),
        ("keywords", "Keywords", "text"),
        ("created_at", "Created", "date"),
        ("updated_at", "Updated", "date"),
        ("event_type", "Event type", "select"),
    ]
    options = {"categories": categories, "event_type": list(EVENT_TYPES)}
    return [
        {
            "name": name,
            "label": label,
            "type": kind,
            "placeholder": f"Filter by {label.lower()}" if kind == "text" else "",
            "options": [{"value": v, "label": v} for v in options.get(name, [])],
        }
        for name, label, kind in [*ids, *more]
    ]
