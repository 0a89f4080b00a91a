"""Receipts of erasures."""

from __future__ import annotations

from mem0.entities import ENTITY_IDS, ENTITY_TYPES
from mem0site.openapi.shapes import (
    Schema,
    anything,
    array,
    flag,
    integer,
    mapping,
    maybe,
    moment,
    one,
    page,
    ref,
    text,
    thing,
    uuid,
)
from memories.retention import TIMES
from orgs.custody.periods import KINDS as KINDS_OF_PERIODS

KINDS = (*ENTITY_TYPES, "project", "organization", "account")


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {
        "ErasureReceipt": thing(
            _receipt(), "What became of an erasure, without names."
        ),
        "Hold": thing(_hold(), "What must not be deleted until it is lifted."),
        "HoldPage": page(ref("Hold")),
        "ErasurePage": page(ref("ErasureReceipt")),
        "Retention": thing(
            {"rules": array(ref("RetentionRule")), "periods": ref("RetentionPeriods")}
        ),
        "RetentionRule": thing(_rule(), "Memories that are so old go by themselves."),
        "RetentionPeriods": thing(
            {
                f"{kind}_days": maybe(integer("Null: as long as the deployment does."))
                for kind in KINDS_OF_PERIODS
            }
        ),
        "RetentionPreview": thing(_preview(), "What a rule would delete now."),
    }


def _rule() -> dict[str, Schema]:
    return {
        "id": uuid(),
        "name": text(),
        "days": integer(),
        "measured_by": one(*TIMES),
        "filters": anything("What was sent; {} for all memories."),
        "enabled": flag(),
        "last_run_at": maybe(moment()),
        "last_removed": integer("Memories the last run deleted."),
        "created_at": moment(),
        "updated_at": moment(),
    }


def _preview() -> dict[str, Schema]:
    sample = {
        "id": uuid(),
        "memory": text(),
        **{name: maybe(text()) for name in ENTITY_IDS},
        **{name: moment() for name in TIMES},
    }
    return {
        "count": integer("Memories that would go."),
        "held": integer("Memories as old that a legal hold keeps."),
        "oldest": maybe(moment("When the oldest of them was said.")),
        "results": array(thing(sample), "The oldest of them, at most ten."),
    }


def _hold() -> dict[str, Schema]:
    return {
        "id": uuid(),
        "entity_type": maybe(one(*ENTITY_TYPES)),
        "entity_id": maybe(text("Null: the whole project.")),
        "reason": text(),
        "set_by": text(),
        "created_at": moment(),
        "lifted_by": maybe(text()),
        "lifted_at": maybe(moment()),
    }


def _receipt() -> dict[str, Schema]:
    return {
        "id": uuid(),
        "event_id": maybe(uuid("The event of the deletion.")),
        "status": one("running", "verifying", "complete", "incomplete"),
        "kind": one(*KINDS),
        "subject": text("A keyed digest of who was erased, in hexadecimal."),
        "project_id": uuid(),
        "organization_id": maybe(uuid()),
        "requested_by": text("The ends of a key, or the id of a person."),
        "request_id": text(),
        "requested_at": moment(),
        "swept_at": maybe(moment("When everything known of them was gone.")),
        "finished_at": maybe(moment("When that had been verified.")),
        "removed": mapping(integer(), "How many rows went, by store."),
        "stores": mapping(text(), "What the stores outside of the database answered."),
        "tables_checked": integer("Tables that were looked into afterwards."),
        "found_afterwards": mapping(integer(), "What was left, by table; empty."),
        "backups": thing(
            {
                "kept_days": integer(),
                "gone_by": moment("When the last backup with them is deleted."),
            }
        ),
        "hash": maybe(text("SHA-256 over all of the above as sorted JSON.")),
        "intact": flag("Whether the hash is that of what is stored."),
        "replays": integer("How often it was applied again, after a restore."),
        "replayed_at": maybe(moment()),
    }
