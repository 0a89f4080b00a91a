"""The audit log."""

from __future__ import annotations

from typing import Any

from mem0site.openapi import samples
from mem0site.openapi.operation import Answer, Operation, Table, query
from mem0site.openapi.shapes import integer, moment, one, ref, text, uuid

ENTRY: dict[str, Any] = {
    "id": samples.OTHER_ID, "at": samples.AT, "stream": "administration", "seq": 12,
    "action": "key.created",
    "actor": {"kind": "user", "id": samples.EVENT_ID, "name": "bob@example.com"},
    "ip": "203.0.113.7", "object": {"kind": "key", "id": samples.MEMORY_ID},
    "project_id": samples.PROJECT_ID, "before": None, "after": None,
    "request_id": samples.REQUEST_ID, "details": {"name": "CI"}, "hash": "9f" * 32,
}  # fmt: skip

OPERATIONS: Table = {
    ("GET", "/api/v1/orgs/organizations/{org_id}/audit/"): Operation(
        "listAuditEntries", "Audit log", "Read the audit log",
        {200: Answer(ref("AuditPage"), {"One": {"next": None, "results": [ENTRY]}})},
        parameters=(
            query("stream", one("all", "administration", "reads"), "`all` by default."),
            query("actor", text(), "An account (id or address), a key (id or its first "
                  "characters), or a kind of actor."),
            query("action", text(), "Such as `key.created`, or `key` for all of a kind."),
            query("object", text(), "`kind:id`, an id or a kind; `user:alice` is looked "
                  "for by its digest."),
            query("project", uuid(), "Only in this project."),
            query("from", moment(), "Since when."),
            query("to", moment(), "Until when."),
            query("before", uuid(), "Only those older than this one."),
            query("limit", integer(minimum=1, maximum=1000, default=50), "Rows."),
        ),
        errors=(403,),
        notes="Newest first. For owners and administrators of the organization. With "
        "`Accept: text/csv` or `application/x-ndjson` every entry that matches comes as "
        "a file, oldest first.",
    ),
}  # fmt: skip
