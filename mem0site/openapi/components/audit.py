"""The audit log."""

from __future__ import annotations

from mem0site.openapi.shapes import (
    Schema,
    array,
    free,
    integer,
    maybe,
    moment,
    one,
    ref,
    text,
    thing,
    uuid,
)

ENTRY: Schema = {
    "id": uuid(),
    "at": moment("When it was done."),
    "stream": one("administration", "reads"),
    "seq": integer("Its place in the chain of its stream."),
    "action": text("What was done, such as `key.created`."),
    "actor": thing(
        {
            "kind": one("user", "staff", "key", "anonymous", "system"),
            "id": maybe(uuid()),
            "name": maybe(text("The key's ends, or the address of an account.")),
        }
    ),
    "ip": maybe(text("Where the request came from.")),
    "object": maybe(thing({"kind": text(), "id": text("Digested where not ours.")})),
    "project_id": maybe(uuid()),
    "before": maybe(text("A digest of the state before.")),
    "after": maybe(text("A digest of the state after.")),
    "request_id": maybe(text("`X-Request-ID` of the answer.")),
    "details": free("Names, counts and roles."),
    "hash": text("SHA-256 of the hash before and of this entry."),
}


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {
        "AuditEntry": thing(ENTRY, "Something that was done."),
        "AuditPage": thing(
            {
                "next": maybe(text("Absolute address of older ones.", format="uri")),
                "results": array(ref("AuditEntry")),
            }
        ),
    }
