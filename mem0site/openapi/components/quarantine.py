"""The quarantine."""

from __future__ import annotations

from mem0.entities import ENTITY_IDS
from mem0site.openapi.shapes import (
    Schema,
    array,
    free,
    integer,
    maybe,
    moment,
    number,
    one,
    page,
    ref,
    text,
    thing,
    uuid,
)


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {
        "Quarantined": thing(_entry(), "A statement that waits for a decision."),
        "QuarantinePage": page(ref("Quarantined"), "A page of what is held back."),
        "QuarantineApproval": thing(
            {
                "message": text(),
                "event_id": uuid(),
                "results": array(free(), "The memory it became, if it is new."),
                "dropped": free("Why it became none: counts by reason."),
            }
        ),
        "QuarantineRejection": thing({"message": text(), "event_id": uuid()}),
        "QuarantineDecisions": thing(
            {
                "results": array(thing(_decision())),
                "remaining": integer("Entries that match and still wait."),
            }
        ),
    }


def _entry() -> dict[str, Schema]:
    said = {"role": text(), "content": text(), "name": maybe(text())}
    return {
        "id": uuid(),
        "memory": text("What would be remembered."),
        "reason": text(
            "`suspicious`, `suspicious_source`, `unsure`, `unconfirmed`, or "
            "`supersedes_unrelated`: it is remembered, and would replace others."
        ),
        **{name: maybe(text()) for name in ENTITY_IDS},
        "attributed_to": one("user", "assistant"),
        "actor": maybe(text("Who said it.")),
        "categories": maybe(array(text())),
        "confidence": number(minimum=0, maximum=1),
        "metadata": free(),
        "input": array(thing(said), "The messages it came from."),
        "memory_id": maybe(uuid("The memory it is already.")),
        "replaces": array(
            thing({"id": uuid(), "memory": text()}),
            "Current memories that it replaces once approved.",
        ),
        "event_id": maybe(uuid("The add that said it.")),
        "created_at": moment(),
        "expires_at": moment("It is forgotten then."),
    }


def _decision() -> dict[str, Schema]:
    return {
        "id": uuid(),
        "status": one("approved", "rejected", "not_found", "failed"),
        "memory_ids": array(uuid()),
        "event_id": maybe(uuid()),
        "detail": maybe(text("Why it failed.")),
    }
