"""Parameters that many routes share: of paths, queries and headers."""

from __future__ import annotations

from typing import Any

from mem0.entities import ENTITY_TYPES
from mem0site.openapi.operation import query
from mem0site.openapi.shapes import Schema, integer, ref, text, uuid
from orgs import limits
from orgs.pagination import MAX_CURSOR

_PATH: dict[str, Schema] = {
    "memory_id": uuid("The memory."),
    "webhook_id": uuid("The webhook."),
    "delivery_id": uuid("The delivery."),
    "project_id": uuid("The project of the key."),
    "org_id": uuid("The organization of the key."),
    "event_id": uuid("The event that an answer named."),
    "identifier": uuid("The export."),
    "run_id": uuid("The job."),
    "transfer_id": uuid("The archive, or the import."),
    "key_id": uuid("The key."),
    "entry_id": uuid("The entry of the quarantine."),
    "hold_id": uuid("The hold."),
    "rule_id": uuid("The rule."),
    "erasure_id": uuid("The receipt, or the event of the deletion."),
    "log_id": uuid("The row of the log."),
    "entity_type": text("What it is.", enum=list(ENTITY_TYPES)),
    "entity_id": text("Your id of it. Percent-encode it.", minLength=1, maxLength=255),
    "name": text("Your id of it. Percent-encode it.", minLength=1, maxLength=255),
}
_OF_ROUTE = {
    ("name", "/v1/entities/{entity_type}/{name}/"): text(
        "Its number, as the list of entities gives it.", pattern=r"^\d{1,18}$"
    ),
}


def path_parameter(name: str, path: str) -> Schema:
    """The Parameter Object of a variable of a path."""
    schema = dict(_OF_ROUTE.get((name, path)) or _PATH.get(name) or text())
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": schema.pop("description", ""),
        "schema": schema,
    }


def shared() -> dict[str, Any]:
    """The component parameters by name."""
    bounds = limits.current()
    return {
        "Page": query("page", integer(minimum=1, default=1), "From 1."),
        "PageSize": query(
            "page_size",
            integer(minimum=1, default=100),
            f"Rows of a page; more than {bounds.page_size} are cut.",
        ),
        "Cursor": query(
            "cursor",
            text(maxLength=MAX_CURSOR),
            "`next_cursor` of the answer before, to go on behind it; empty for the "
            "beginning. Not together with `page`.",
        ),
        "Wait": query(
            "wait",
            {"type": "number", "minimum": 0, "maximum": 60, "default": 0},
            "Seconds to wait for the end of the work before answering.",
        ),
        "Filters": _json(
            "filters",
            ref("Filter"),
            {"user_id": "alice"},
            "The filter language, as JSON. The `repr` of a Python dict "
            "(`{'user_id': 'alice'}`), which some clients send, is read as well.",
        ),
        "Metadata": _json(
            "metadata",
            ref("MetadataFilter"),
            {"topic": "food"},
            "Keys of the metadata, as JSON.",
        ),
        "RequestId": _header(
            "X-Request-ID",
            text(maxLength=bounds.request_id, pattern="^[!-~]+$"),
            "Names the request in the answer, in logs and events.",
        ),
        "IdempotencyKey": _header(
            "Idempotency-Key",
            text(minLength=1, maxLength=bounds.idempotency_key, pattern="^[!-~]+$"),
            "The same request sent twice under one key acts once, for a day.",
        ),
    }


def _json(name: str, schema: Schema, example: Any, about: str) -> Schema:
    content = {"application/json": {"schema": schema, "example": example}}
    return {"name": name, "in": "query", "description": about, "content": content}


def _header(name: str, schema: Schema, about: str) -> Schema:
    return {"name": name, "in": "header", "description": about, "schema": schema}
