"""Exports, summaries, feedback and profiles."""

from __future__ import annotations

from mem0site.openapi.shapes import (
    Schema,
    anything,
    array,
    flag,
    free,
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

METHOD = "Who built it: `rules`, `model`, or `rules_after_model` where a model failed."


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {**_exports(), **_profiles()}


def _exports() -> dict[str, Schema]:
    details = {
        "id": uuid(),
        "status": ref("ExportStatus"),
        "method": maybe(text(METHOD)),
        "valid": maybe(flag("Whether the data fits the schema.")),
        "filters": anything("What was asked."),
        "schema": anything("The shape that was asked for."),
        "memory_count": integer(),
        "created_at": moment(),
        "completed_at": maybe(moment()),
    }
    evidence = anything("Property path → ids of memories.")
    return {
        "ExportReceipt": thing(
            {"message": text(), "id": uuid(), "status": ref("ExportStatus")}
        ),
        "ExportStatus": one("PENDING", "RUNNING", "SUCCEEDED", "FAILED"),
        "ExportData": free("The memories in the shape of the request's schema."),
        "ExportDetails": thing(
            {**details, "evidence": evidence}, "How an export was made."
        ),
        "ExportPage": page(thing(details), "A page of exports, without their data."),
        "Summary": thing(
            {
                "summary": text(),
                "filters": anything(),
                "memory_count": integer(),
                "status": one("SUCCEEDED"),
                "method": text(METHOD),
            }
        ),
        "Feedback": thing(
            {
                "id": uuid("The memory."),
                "feedback": maybe(one("POSITIVE", "NEGATIVE", "VERY_NEGATIVE")),
                "feedback_reason": maybe(text()),
            }
        ),
    }


def _profiles() -> dict[str, Schema]:
    operation = one("trigger", "sample")
    return {
        "Profile": thing(
            {
                "profile": maybe(free("In the shape of the project's schema.")),
                "status": one(
                    "succeeded", "pending", "failed", "not_enabled", "insufficient_data"
                ),
                "stale": flag("More is known by now than it was made of."),
                "entity_type": text(),
                "entity_id": text(),
                "updated_at": maybe(moment()),
                "generation_count": integer(),
                "error": maybe(text()),
                "evidence": anything("Property path → ids of memories."),
                "method": maybe(text(METHOD)),
                "memory_count": integer(),
            },
            "What is known of one user.",
        ),
        "ProfileJobReceipt": thing(
            {
                "job_id": uuid(),
                "status": ref("ProfileJobStatus"),
                "status_url": text("Path of the job."),
                "operation": operation,
                "entity_type": text(),
                "entity_count_reserved": integer(),
                "event_id": text(),
                "replayed": flag("Whether the key had started it before."),
                "sampled": integer(),
                "entity_ids": array(text()),
            },
            optional=("sampled", "entity_ids"),
        ),
        "ProfileJobStatus": one("pending", "running", "succeeded", "failed"),
        "ProfileJob": thing({"job": thing(_job(operation))}, "How far a run is."),
        "ProfileSettings": thing(
            {
                "enabled": flag(),
                "refresh_hours": maybe(
                    integer("When a stale profile is made anew; null: never.")
                ),
                "entities": thing({"user": thing(_shape())}),
                "capabilities": free("What the server can do."),
            }
        ),
        "ProfileSettingsRequest": _settings_request(),
        "ProfileJobRequest": _job_request(operation),
    }


def _job(operation: Schema) -> Schema:
    counts = ("total", "completed", "succeeded", "failed", "skipped")
    return {
        "id": uuid(),
        "operation": operation,
        "entity_type": text(),
        "status": ref("ProfileJobStatus"),
        "enumeration_complete": flag(),
        **{name: integer() for name in counts},
        "created_at": moment(),
        "completed_at": maybe(moment()),
    }


def _shape() -> Schema:
    return {
        "schema": maybe(
            free("JSON Schema of a profile; every property has a description.")
        ),
        "custom_instructions": maybe(text()),
    }


def _settings_request() -> Schema:
    user = {
        "type": "object", "properties": _shape(), "additionalProperties": False
    }  # fmt: skip
    return {
        "type": "object",
        "description": "What to change; the rest stays as it is.",
        "properties": {
            "enabled": flag(),
            "refresh_hours": maybe(integer(minimum=1, maximum=8760)),
            "entities": {
                "type": "object",
                "properties": {"user": user},
                "additionalProperties": False,
            },
            "org_id": text(),
            "project_id": text(),
        },
        "additionalProperties": False,
    }


def _job_request(operation: Schema) -> Schema:
    return thing(
        {
            "operation": operation,
            "entity_type": one("user"),
            "entity_id": text("Of whom, for `trigger`."),
            "limit": integer("How many, for `sample`.", minimum=1, maximum=10),
        },
        "Make the profile of one user, or of some.",
        optional=("entity_type", "entity_id", "limit"),
    )
