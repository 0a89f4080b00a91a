"""Runs of consolidation."""

from __future__ import annotations

from mem0site.openapi.shapes import (
    Schema,
    array,
    flag,
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
from memories.health import SIGNS

STATES = ("PENDING", "RUNNING", "SUCCEEDED", "FAILED", "UNDONE")


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {
        "Consolidation": thing(_run(), "One run of consolidation."),
        "ConsolidationPage": page(ref("Consolidation")),
        "ConsolidationDetails": thing(
            {**_run(), "changes": page(ref("ConsolidationChange"))},
            "A run with a page of its changes.",
        ),
        "ConsolidationChange": thing(
            {
                "id": uuid(),
                "kind": one("merge", "supersede", "pattern", "expire"),
                "memory_id": uuid("The memory that stays, or is new."),
                "memory": text(),
                "others": array(
                    thing({"id": uuid(), "memory": text()}),
                    "What was folded into it or replaced by it, or its evidence.",
                ),
                "reason": text(),
            }
        ),
        "ConsolidationSettings": thing(
            {
                "enabled": flag(),
                "every_days": integer(),
                "patterns": flag("Whether patterns are looked for."),
                "last_run_at": maybe(moment()),
            }
        ),
    }


def _run() -> dict[str, Schema]:
    return {
        "id": uuid(),
        "status": one(*STATES),
        "user_id": maybe(text("Null: everybody.")),
        "dry_run": flag("Nothing was changed."),
        "scheduled": flag(),
        "patterns": flag(),
        "expire": maybe(one(*SIGNS)),
        "owners": integer("Scopes to look at."),
        "owners_done": integer(),
        "merged": integer(),
        "superseded": integer(),
        "synthesized": integer(),
        "expired": integer("Memories put out of sight."),
        "event_id": maybe(uuid()),
        "created_at": moment(),
        "completed_at": maybe(moment()),
        "undone_at": maybe(moment()),
        "kept_when_undone": integer("Memories that had changed since the run."),
    }
