"""Entities, the project's numbers, and who a key is."""

from __future__ import annotations

from mem0.entities import ENTITY_IDS, ENTITY_TYPES
from mem0site.openapi import samples
from mem0site.openapi.shapes import (
    Schema,
    array,
    flag,
    free,
    integer,
    maybe,
    moment,
    one,
    page,
    ref,
    text,
    thing,
    uuid,
)

COUNTS = (
    "total_memories", "total_retrieval_events", "total_add_events",
    "total_api_retrieval_events", "total_retrieval_events_limit",
    "total_users_with_memories", "total_agents_with_memories",
    "total_runs_with_memories", "memories_per_user", "memories_per_agent",
    "memories_per_run",
)  # fmt: skip


def schemas() -> dict[str, Schema]:
    """The components by name."""
    totals = {f"total_{kind}s": integer() for kind in ENTITY_TYPES}
    return {
        "Entity": thing(_entity(), "Who has memories.", examples=[samples.ENTITY]),
        "EntityPage": page(ref("Entity"), "A page of entities, and totals.", **totals),
        "CreatedEntity": thing(
            _created(),
            "The entity; its id stands under the name of its kind.",
            optional=ENTITY_IDS,
        ),
        "Stats": thing({name: integer() for name in COUNTS}, "The project in numbers."),
        "EntityFilters": thing(_filters(), "What a form offers to filter by."),
        "Ping": thing(
            {
                "status": one("ok"),
                "org_id": text(),
                "project_id": text(),
                "user_email": text("A name for the connection, not an address."),
            },
            "Who this key is.",
        ),
        "Deletion": thing(
            {
                "message": text(),
                "event_id": uuid(),
                "receipt_id": uuid("Of an entity: the receipt of its erasure."),
                "deleted_count": integer("How many memories are gone."),
            },
            "What became of a deletion.",
            optional=("deleted_count", "receipt_id"),
        ),
        "Health": thing(
            {"status": text(), "checks": free("Each part that was asked.")},
            optional=("checks",),
        ),
    }


def _entity() -> Schema:
    return {
        "id": text("Its number, as text."),
        "name": text("Your id of it."),
        "type": one(*ENTITY_TYPES),
        "owner": text(),
        "organization": text(),
        "metadata": maybe(free()),
        "total_memories": integer(),
        "created_at": moment(),
        "updated_at": moment(),
    }


def _created() -> Schema:
    return {
        "id": integer("Its number."),
        **{name: text() for name in ENTITY_IDS},
        "name": text(),
        "metadata": free(),
        "created_at": moment(),
        "updated_at": moment(),
        "graph_entities": {"type": "null"},
        "is_deleted": flag(),
        "project": uuid(),
    }


def _filters() -> Schema:
    option = thing({"value": text(), "label": text()})
    parameter = {
        "name": text(),
        "label": text(),
        "type": text(),
        "placeholder": text(),
        "options": array(option),
    }
    return {
        "event_type": array(text()),
        "categories": array(text()),
        "users": array(text()),
        "parameters": array(thing(parameter)),
    }
