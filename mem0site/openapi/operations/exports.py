"""Exports, summaries, feedback and profiles: memories in another form."""

from __future__ import annotations

from mem0site.openapi import samples
from mem0site.openapi.operation import PAGED, Answer, Operation, Table, shared
from mem0site.openapi.shapes import ref, text, thing
from memories.export_serializers import (
    ExportQuery,
    ExportRequest,
    FeedbackRequest,
    FilteredRequest,
)

EXPORTS, PROFILES, MEMORIES = "Exports and summaries", "Profiles", "Memories"
RECEIPT = {
    "message": "Memory export request received. The export will be ready in a few seconds.",
    "id": samples.EVENT_ID,
    "status": "PENDING",
}
SHAPE = {
    "type": "object",
    "properties": {"city": {"type": "string", "description": "Where they live"}},
}
DETAILS = {
    "id": samples.EVENT_ID, "status": "SUCCEEDED", "method": "rules", "valid": True,
    "filters": {"user_id": "alice"}, "schema": SHAPE, "memory_count": 1,
    "created_at": samples.AT, "completed_at": samples.LATER,
}  # fmt: skip
SETTINGS = {
    "enabled": True,
    "refresh_hours": 24,
    "entities": {"user": {"schema": SHAPE, "custom_instructions": None}},
    "capabilities": {"entity_types": ["user"], "operations": ["trigger", "sample"]},
}
JOB_RECEIPT = {
    "job_id": samples.OTHER_ID,
    "status": "pending",
    "status_url": f"/v2/profiles/jobs/{samples.OTHER_ID}/",
    "operation": "trigger",
    "entity_type": "user",
    "entity_count_reserved": 1,
    "event_id": samples.EVENT_ID,
    "replayed": False,
}
JOB = {
    "id": samples.OTHER_ID, "operation": "trigger", "entity_type": "user",
    "status": "succeeded", "total": 1, "enumeration_complete": True, "completed": 1,
    "succeeded": 1, "failed": 0, "skipped": 0, "created_at": samples.AT,
    "completed_at": samples.LATER,
}  # fmt: skip
PENDING = Answer(
    thing({"status": ref("ExportStatus"), "message": text(), "id": text()}),
    {"Being built": {**RECEIPT, "message": "The export is being built."}},
    "It is being built; ask again.",
    ("Retry-After",),
)
DATA = Answer(
    ref("ExportData"), {"Data": {"city": "Porto"}}, "The export itself.",
    ("X-Export-Method",),
)  # fmt: skip

OPERATIONS: Table = {
    ("POST", "/v1/exports/"): Operation(
        "createExport", EXPORTS, "Ask for an export",
        {
            201: Answer(ref("ExportReceipt"), {"Taken": RECEIPT}, "Taken."),
            200: DATA,
            202: PENDING,
        },
        ExportRequest,
        examples={"Where they live": {
            "schema": SHAPE, "filters": {"user_id": "alice"}}},
        notes="With `memory_export_id` and no `schema` it reads an export, as the "
        "oldest clients do: 200 and 202 are answers to that.",
    ),
    ("GET", "/v1/exports/"): Operation(
        "listExports", EXPORTS, "List exports",
        {200: Answer(ref("ExportPage"), {"A page": samples.page_of(DETAILS)})},
        parameters=PAGED,
        notes="Without their data.",
    ),
    ("POST", "/v1/exports/get/"): Operation(
        "readExport", EXPORTS, "Read an export", {200: DATA, 202: PENDING}, ExportQuery,
        parameters=(shared("Wait"),),
        examples={"By its id": {"memory_export_id": samples.EVENT_ID},
                  "The latest of a filter": {"filters": {"user_id": "alice"}}},
    ),
    ("GET", "/v1/exports/{identifier}/"): Operation(
        "describeExport", EXPORTS, "Read how an export was made",
        {200: Answer(ref("ExportDetails"), {"Built": {
            **DETAILS, "evidence": {"city": [samples.MEMORY_ID]}}})},
    ),
    ("POST", "/v1/summary/"): Operation(
        "summarizeMemories", EXPORTS, "Summarize memories",
        {200: Answer(ref("Summary"), {"A summary": {
            "summary": "Lives in Porto.", "filters": {"user_id": "alice"},
            "memory_count": 1, "status": "SUCCEEDED", "method": "rules"}})},
        FilteredRequest, examples={"Of one user": {"filters": {"user_id": "alice"}}},
    ),
    ("POST", "/v1/feedback/"): Operation(
        "giveFeedback", MEMORIES, "Give feedback on a memory",
        {200: Answer(ref("Feedback"), {"Given": {
            "id": samples.MEMORY_ID, "feedback": "POSITIVE", "feedback_reason": None}})},
        FeedbackRequest,
        examples={"Good": {"memory_id": samples.MEMORY_ID, "feedback": "POSITIVE"}},
    ),
    ("GET", "/v2/entities/user/{name}/profile/"): Operation(
        "getProfile", PROFILES, "Read a user's profile",
        {200: Answer(ref("Profile"), {"A profile": {
            "profile": {"city": "Porto"}, "status": "succeeded", "stale": False,
            "entity_type": "user", "entity_id": "alice", "updated_at": samples.AT, "generation_count": 1,
            "error": None, "evidence": {"city": [samples.MEMORY_ID]},
            "method": "rules", "memory_count": 12}})},
    ),
    ("POST", "/v2/profiles/jobs/"): Operation(
        "startProfileJob", PROFILES, "Make profiles",
        {202: Answer(ref("ProfileJobReceipt"), {"Taken": JOB_RECEIPT}, "Taken."),
         200: Answer(ref("ProfileJobReceipt"),
                     {"Again": {**JOB_RECEIPT, "replayed": True}},
                     "The key had started it before.")},
        ref("ProfileJobRequest"),
        examples={"Of one user": {"operation": "trigger", "entity_type": "user",
                                  "entity_id": "alice"},
                  "Of some": {"operation": "sample", "limit": 5}},
    ),
    ("GET", "/v2/profiles/jobs/{run_id}/"): Operation(
        "getProfileJob", PROFILES, "Read how far a run is",
        {200: Answer(ref("ProfileJob"), {"Done": {"job": JOB}})},
    ),
    ("GET", "/v2/profiles/settings/"): Operation(
        "getProfileSettings", PROFILES, "Read the profile settings",
        {200: Answer(ref("ProfileSettings"), {"Settings": SETTINGS})},
    ),
    ("POST", "/v2/profiles/settings/"): Operation(
        "changeProfileSettings", PROFILES, "Change the profile settings",
        {200: Answer(ref("ProfileSettings"), {"Settings": SETTINGS})},
        ref("ProfileSettingsRequest"),
        examples={"Switch on": {
            "enabled": True, "entities": {"user": {"schema": SHAPE}}}},
    ),
}  # fmt: skip
