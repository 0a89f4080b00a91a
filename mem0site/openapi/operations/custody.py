"""What was erased, and the proof."""

from __future__ import annotations

from mem0site.openapi import samples
from mem0site.openapi.operation import PAGED, Answer, Operation, Table, said
from mem0site.openapi.shapes import ref
from memories.retention_serializers import (
    PeriodsRequest,
    PreviewRequest,
    RuleRequest,
)
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
RULE = {
    "id": samples.OTHER_ID, "name": "Chats of tests", "days": 90,
    "measured_by": "created_at", "filters": {"metadata": {"env": "test"}},
    "enabled": True, "last_run_at": samples.LATER, "last_removed": 12,
    "created_at": samples.AT, "updated_at": samples.AT,
}  # fmt: skip
PERIODS = {
    "events_days": None, "requests_days": 7, "deliveries_days": None, "exports_days": 1
}  # fmt: skip
OLD = {
    "count": 1, "held": 3, "oldest": samples.AT,
    "results": [{
        "id": samples.MEMORY_ID, "memory": "Likes tea.", "user_id": "alice",
        "agent_id": None, "app_id": None, "run_id": None, "created_at": samples.AT,
        "recorded_at": samples.AT, "updated_at": samples.AT}],
}  # fmt: skip
ASKED = {"days": 90, "filters": {"metadata": {"env": "test"}}}

OPERATIONS: Table = {
    ("GET", "/v1/holds/"): Operation(
        "listHolds", CUSTODY, "List legal holds",
        {200: Answer(ref("HoldPage"), {"Holds": samples.page_of(HOLD)})},
        parameters=PAGED,
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
    ("GET", "/v1/retention/"): Operation(
        "getRetention", CUSTODY, "Read the rules of retention",
        {200: Answer(ref("Retention"), {"Rules": {"rules": [RULE], "periods": PERIODS}})},
    ),
    ("POST", "/v1/retention/"): Operation(
        "changeRetentionPeriods", CUSTODY, "Choose how long records are kept",
        {200: Answer(ref("RetentionPeriods"), {"Periods": PERIODS})},
        PeriodsRequest,
        examples={"A week of requests": {"requests_days": 7}},
    ),
    ("POST", "/v1/retention/preview/"): Operation(
        "previewRetention", CUSTODY, "See what a rule would delete now",
        {200: Answer(ref("RetentionPreview"), {"Old ones": OLD})},
        PreviewRequest,
        examples={"Older than 90 days": ASKED},
    ),
    ("POST", "/v1/retention/rules/"): Operation(
        "addRetentionRule", CUSTODY, "Let old memories go by themselves",
        {201: Answer(ref("RetentionRule"), {"Added": RULE}, "Added.")},
        RuleRequest,
        examples={"Older than 90 days": {"name": "Chats of tests", **ASKED}},
    ),
    ("PUT", "/v1/retention/rules/{rule_id}/"): Operation(
        "changeRetentionRule", CUSTODY, "Replace a rule of retention",
        {200: Answer(ref("RetentionRule"), {"Changed": RULE})},
        RuleRequest,
        examples={"Older than 90 days": {"name": "Chats of tests", **ASKED}},
    ),
    ("DELETE", "/v1/retention/rules/{rule_id}/"): Operation(
        "deleteRetentionRule", CUSTODY, "Delete a rule of retention",
        {200: said("Rule deleted. What it deleted stays deleted.")},
    ),
    ("GET", "/v1/erasures/"): Operation(
        "listErasures", CUSTODY, "List receipts of erasures",
        {200: Answer(ref("ErasurePage"), {"Receipts": samples.page_of(RECEIPT)})},
        parameters=PAGED,
    ),
    ("GET", "/v1/erasures/{erasure_id}/"): Operation(
        "getErasure", CUSTODY, "Read the receipt of an erasure",
        {200: Answer(ref("ErasureReceipt"), {"Complete": RECEIPT})},
    ),
}  # fmt: skip
