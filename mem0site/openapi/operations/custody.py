"""What was erased, and the proof."""

from __future__ import annotations

from mem0site.openapi import samples
from mem0site.openapi.operation import Answer, Operation, Table, shared
from mem0site.openapi.shapes import ref
from orgs.custody.serializers import HoldRequest

CUSTODY = "Erasure and retention"
RECEIPT = {
    "id": samples.OTHER_ID, "event_id": samples.EVENT_ID, "status": "complete",
    "kind": "user", "subject": "5d" * 32, "project_id": samples.PROJECT_ID,
    "organization_id": samples.ORG_ID, "requested_by": "key m0-AbCd…wXyZ",
    "request_id": "7f3c", "requested_at": samples.AT, "swept_at": samples.AT,
    "finished_at": samples.LATER,
    "removed": {"entities": 1, "events": 4, "history": 9, "memories": 5},
    "stores": {"graph_store": "not configured", "vector_store": "clean"},
    "tables_checked": 41, "found_afterwards": {},
    "backups": {"kept_days": 30, "gone_by": samples.LATER}, "hash": "a1" * 32,
    "intact": True, "replays": 0, "replayed_at": None,
}  # fmt: skip
HOLD = {
    "id": samples.OTHER_ID, "entity_type": "user", "entity_id": "alice",
    "reason": "Case 17/2026", "set_by": "key m0-AbCd…wXyZ", "created_at": samples.AT,
    "lifted_by": None, "lifted_at": None,
}  # fmt: skip
PAGES = (shared("Page"), shared("PageSize"), shared("Cursor"))

OPERATIONS: Table = {
    ("GET", "/v1/holds/"): Operation(
        "listHolds", CUSTODY, "List legal holds",
        {200: Answer(ref("HoldPage"), {"Holds": samples.page_of(HOLD)})},
        parameters=PAGES,
    ),
    ("POST", "/v1/holds/"): Operation(
        "placeHold", CUSTODY, "Hold a project, or somebody in it",
        {201: Answer(ref("Hold"), {"Held": HOLD}, "Held.")},
        HoldRequest,
        examples={"A user": {
            "entity_type": "user", "entity_id": "carol", "reason": "Case 17/2026"}},
    ),
    ("DELETE", "/v1/holds/{hold_id}/"): Operation(
        "liftHold", CUSTODY, "Lift a legal hold",
        {200: Answer(ref("Hold"), {"Lifted": {
            **HOLD, "lifted_by": HOLD["set_by"], "lifted_at": samples.LATER}})},
    ),
    ("GET", "/v1/erasures/"): Operation(
        "listErasures", CUSTODY, "List receipts of erasures",
        {200: Answer(ref("ErasurePage"), {"Receipts": samples.page_of(RECEIPT)})},
        parameters=PAGES,
    ),
    ("GET", "/v1/erasures/{erasure_id}/"): Operation(
        "getErasure", CUSTODY, "Read the receipt of an erasure",
        {200: Answer(ref("ErasureReceipt"), {"Complete": RECEIPT})},
    ),
}  # fmt: skip
