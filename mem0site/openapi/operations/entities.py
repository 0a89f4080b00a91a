"""Entities, operations' events, the project's numbers, the key, the service."""

from __future__ import annotations

from mem0.entities import ENTITY_TYPES
from mem0site.openapi import samples
from mem0site.openapi.components.entities import COUNTS
from mem0site.openapi.operation import PAGED, Answer, Operation, Table, query, shared
from mem0site.openapi.shapes import Schema, array, free, integer, maybe, ref, text

ENTITIES, EVENTS, PROJECT, SERVICE = "Entities", "Events", "Project", "Service"
DELETED = Answer(
    ref("Deletion"),
    {
        "Deleted": {
            "message": "Delete in progress. This may take some time.",
            "event_id": samples.EVENT_ID,
            "receipt_id": samples.OTHER_ID,
        }
    },
)
TOTALS = {"total_users": 1, "total_agents": 0, "total_apps": 0, "total_runs": 0}


def _creation(kind: str) -> Operation:
    key = f"{kind}_id"
    body: Schema = {
        "type": "object",
        "properties": {
            key: text(f"Your id of the {kind}.", minLength=1, maxLength=255),
            "name": maybe(text("A name for people, kept in the metadata.")),
            "metadata": maybe(free()),
        },
        "required": [key],
    }
    created = {
        "id": 17, key: "alice", "name": "Alice", "metadata": {"name": "Alice"},
        "created_at": samples.AT, "updated_at": samples.AT, "graph_entities": None,
        "is_deleted": False, "project": samples.PROJECT_ID,
    }  # fmt: skip
    return Operation(
        f"create{kind.capitalize()}",
        ENTITIES,
        f"Announce {'an' if kind in ('agent', 'app') else 'a'} {kind}",
        {201: Answer(ref("CreatedEntity"), {"Created": created}, "Created.")},
        body,
        examples={"With a name": {key: "alice", "name": "Alice"}},
    )


OPERATIONS: Table = {
    ("GET", "/v1/ping/"): Operation(
        "ping", PROJECT, "Ask whose key this is",
        {200: Answer(ref("Ping"), {"A key": {
            "status": "ok", "org_id": samples.ORG_ID, "project_id": samples.PROJECT_ID,
            "user_email": "Acme / Default"}})},
    ),
    ("GET", "/v1/stats/"): Operation(
        "getStats", PROJECT, "Read the project's numbers",
        {200: Answer(ref("Stats"), {"Numbers": dict.fromkeys(COUNTS, 3)})},
    ),
    ("GET", "/v1/entities/"): Operation(
        "listEntities", ENTITIES, "List entities",
        {200: Answer(ref("EntityPage"), {
            "A page": samples.page_of(samples.ENTITY, **TOTALS)})},
        parameters=PAGED,
    ),
    ("GET", "/v1/entities/filters/"): Operation(
        "getEntityFilters", ENTITIES, "Read what a form can filter by",
        {200: Answer(ref("EntityFilters"), {"Filters": {
            "event_type": ["ADD", "SEARCH"], "categories": ["food"],
            "users": ["alice"], "parameters": [{
                "name": "user_id", "label": "User ID", "type": "text",
                "placeholder": "Filter by user id", "options": []}]}})},
    ),
    ("DELETE", "/v1/entities/{entity_type}/{name}/"): Operation(
        "deleteEntityByNumber", ENTITIES, "Delete an entity by its number",
        {200: DELETED},
    ),
    ("GET", "/v2/entities/{entity_type}/{name}/"): Operation(
        "getEntity", ENTITIES, "Read an entity",
        {200: Answer(array(ref("Entity")), {"One": [samples.ENTITY]})},
    ),
    ("DELETE", "/v2/entities/{entity_type}/{name}/"): Operation(
        "deleteEntity", ENTITIES, "Delete an entity with its memories", {200: DELETED},
        notes="Deleting what is not there is no error.",
    ),
    **{("POST", f"/v1/{kind}s/"): _creation(kind) for kind in ENTITY_TYPES},
    ("GET", "/v1/events/"): Operation(
        "listEvents", EVENTS, "List operations",
        {200: Answer(ref("EventPage"), {"A page": samples.page_of(samples.EVENT)})},
        parameters=(
            shared("Page"),
            query("page_size", integer(minimum=1, default=50), "Rows of a page."),
            shared("Cursor"),
            query("event_type", text(), "Only these, such as `ADD`."),
            query("status", ref("EventStatus"), "Only these."),
        ),
    ),
    ("GET", "/v1/event/{event_id}/"): Operation(
        "getEvent", EVENTS, "Read an operation",
        {200: Answer(ref("Event"), {"An add": samples.EVENT})},
        notes="`status` goes `PENDING` → `RUNNING` → `SUCCEEDED` or `FAILED`.",
    ),
    ("POST", "/v1/event/{event_id}/retry/"): Operation(
        "retryEvent", EVENTS, "Try a failed operation again",
        {200: Answer(ref("Event"), {"An add": {**samples.EVENT, "status": "PENDING"}})},
        errors=(409,),
        notes="What failed in the background is queued again, from its first attempt. "
        "409 where nothing has failed.",
    ),
    ("POST", "/v1/event/{event_id}/unlearn/"): Operation(
        "unlearnEvent", EVENTS, "Take back everything an add taught",
        {200: Answer(ref("Event"), {"Unlearned": {
            **samples.EVENT, "event_type": "UNLEARN",
            "results": [{"id": samples.MEMORY_ID, "event": "DELETE"}],
            "metadata": {"event_id": samples.EVENT_ID, "deleted": 1, "restored": 0}}})},
        errors=(409,),
        notes="Memories that came from it are deleted, what they had replaced stands "
        "again. 409 for what is no add, is not over, or is under a legal hold.",
    ),
}  # fmt: skip

HEALTH: Table = {
    ("GET", "/healthz"): Operation(
        "healthz", SERVICE, "Ask whether the process answers",
        {200: Answer(ref("Health"), {"Alive": {"status": "ok"}})}, public=True,
    ),
    ("GET", "/readyz"): Operation(
        "readyz", SERVICE, "Ask whether the service is ready",
        {
            200: Answer(ref("Health"), {"Ready": {"status": "ok", "checks": {
                "database": "ok", "migrations": "ok", "worker": "ok", "jobs": "ok",
                "disk": "ok", "broker": "ok"}}}),
            503: Answer(ref("Health"), {"Not ready": {
                "status": "unavailable", "checks": {"worker": "never seen"}}},
                "Something is missing; `checks` names it."),
        },
        parameters=(query("only", {"type": "string"},
            "Some of the checks, separated by commas: database, migrations, worker, "
            "jobs, disk, broker.", example="database,migrations"),),
        public=True,
        errors=(400,),
    ),
}  # fmt: skip
"""Routes that are plain Django views, which the generator does not look for."""
