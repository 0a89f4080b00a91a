"""Consolidation: memories tidied, with every change shown and undoable."""

from __future__ import annotations

from mem0site.openapi import samples
from mem0site.openapi.operation import PAGED, Answer, Operation, Table
from mem0site.openapi.shapes import ref
from memories.consolidation_serializers import (
    ConsolidationRequest,
    ConsolidationSettingsRequest,
)

CONSOLIDATION = "Consolidation"
RUN = {
    "id": samples.OTHER_ID, "status": "SUCCEEDED", "user_id": "alice",
    "dry_run": False, "scheduled": False, "patterns": True, "expire": None, "owners": 1,
    "owners_done": 1, "merged": 2, "superseded": 1, "synthesized": 1, "expired": 0,
    "event_id": samples.EVENT_ID, "created_at": samples.AT,
    "completed_at": samples.LATER, "undone_at": None, "kept_when_undone": 0,
}  # fmt: skip
TAKEN = {**RUN, "status": "PENDING", "owners_done": 0, "completed_at": None}
CHANGE = {
    "id": samples.EVENT_ID, "kind": "merge", "memory_id": samples.MEMORY_ID,
    "memory": "Alice plays chess on Sundays.",
    "others": [{"id": samples.OTHER_ID, "memory": "Alice plays chess Sundays."}],
    "reason": "2 memories state the same",
}  # fmt: skip
SETTINGS = {
    "enabled": True, "every_days": 7, "patterns": True, "last_run_at": samples.AT
}  # fmt: skip

OPERATIONS: Table = {
    ("POST", "/v1/consolidations/"): Operation(
        "startConsolidation", CONSOLIDATION, "Consolidate memories",
        {202: Answer(ref("Consolidation"), {"Taken": TAKEN}, "Taken.")},
        ConsolidationRequest,
        body_optional=True,
        examples={
            "Look only": {"user_id": "alice", "dry_run": True},
            "Put junk out of sight": {"expire": "junk"}},
        errors=(409,),
    ),
    ("GET", "/v1/consolidations/"): Operation(
        "listConsolidations", CONSOLIDATION, "List runs",
        {200: Answer(ref("ConsolidationPage"), {"Runs": {
            "count": 1, "next": None, "previous": None, "next_cursor": None, "results": [RUN]}})},
        parameters=PAGED,
    ),
    ("GET", "/v1/consolidations/{run_id}/"): Operation(
        "getConsolidation", CONSOLIDATION, "Read what a run did",
        {200: Answer(ref("ConsolidationDetails"), {"A run": {**RUN, "changes": {
            "count": 1, "next": None, "previous": None, "next_cursor": None, "results": [CHANGE]}}})},
        parameters=PAGED,
    ),
    ("POST", "/v1/consolidations/{run_id}/undo/"): Operation(
        "undoConsolidation", CONSOLIDATION, "Undo a run",
        {200: Answer(ref("Consolidation"), {"Undone": {
            **RUN, "status": "UNDONE", "undone_at": samples.LATER}})},
        errors=(409,),
    ),
    ("GET", "/v1/consolidations/settings/"): Operation(
        "getConsolidationSettings", CONSOLIDATION, "Read when it runs by itself",
        {200: Answer(ref("ConsolidationSettings"), {"Weekly": SETTINGS})},
    ),
    ("POST", "/v1/consolidations/settings/"): Operation(
        "changeConsolidationSettings", CONSOLIDATION, "Let it run by itself, or not",
        {200: Answer(ref("ConsolidationSettings"), {"Weekly": SETTINGS})},
        ConsolidationSettingsRequest,
        examples={"Weekly": {"enabled": True, "every_days": 7, "patterns": True}},
    ),
}  # fmt: skip
