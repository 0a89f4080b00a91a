"""What serializers cannot say of their fields: meanings, and shapes of free JSON.

A property is looked up by its serializer and name, then by its name alone; a row
either explains the shape that was read from the field or replaces it.
"""

from __future__ import annotations

from typing import Any

from mem0.entities import ENTITY_IDS
from mem0site.openapi.shapes import Schema, array, free, mapping, maybe, one, ref, text
from webhooks.events import EVENT_TYPES


def _file(kind: str) -> Schema:
    """A part that says where an image or a document is."""
    address = text("http(s), or base64 (of images and PDF as a data URL).")
    place = {"type": "object", "properties": {"url": address}, "required": ["url"]}
    return {
        "type": "object",
        "properties": {"type": one(kind), kind: place},
        "required": ["type", kind],
    }


MESSAGE: Schema = {
    "type": "object",
    "description": "One turn. Roles `system`, `tool`, `function` and `developer` are "
    "accepted and not learned from.",
    "properties": {
        "role": text("`user`, `assistant`, …", minLength=1, maxLength=32),
        "content": {
            "description": "A text, or a list of parts: texts, images, documents.",
            "oneOf": [
                {"type": "string"},
                array(
                    {
                        "oneOf": [
                            {"type": "string"},
                            {
                                "type": "object",
                                "properties": {"type": one("text"), "text": text()},
                                "required": ["type", "text"],
                            },
                            *map(_file, ("image_url", "pdf_url", "mdx_url", "txt_url")),
                        ]
                    }
                ),
            ],
        },
        "name": maybe(text("The speaker's name.")),
    },
    "required": ["content"],
    "examples": [{"role": "user", "content": "I moved to Porto last week."}],
}
MESSAGES: Schema = {
    "description": "What was said: a list of turns, one turn, or a text of the user.",
    "oneOf": [
        array(
            {"oneOf": [{"type": "string"}, ref("Message")]},
            minItems=1,
            maxItems=1000,
        ),
        ref("Message"),
        text(minLength=1),
    ],
}
CATEGORIES = maybe(
    array(mapping(text(), "One name and its description."), "Replaces the project's.")
)
JSON_SCHEMA: Schema = {
    "description": "A JSON Schema of an object, or the text of one.",
    "oneOf": [{"type": "object"}, {"type": "string"}],
}
FEEDBACK = maybe(
    one("POSITIVE", "NEGATIVE", "VERY_NEGATIVE", about="Null takes it back.")
)
BATCH_ITEM: Schema = {
    "oneOf": [
        text(format="uuid"),
        {
            "type": "object",
            "properties": {
                "memory_id": text(format="uuid"),
                "text": text(minLength=1),
                "metadata": maybe(free()),
            },
            "required": ["memory_id"],
        },
    ]
}

ENTRIES: Schema = {
    "type": "object",
    "description": "All that match: `reason` and ids; {} for whatever waits.",
    "properties": {name: text() for name in ("reason", *ENTITY_IDS)},
}

SHAPES: dict[str, Schema] = {
    "filters": maybe(ref("Filter")),
    "AddRequest.custom_categories": CATEGORIES,
    "AddRequest.structured_data_schema": maybe(
        free(
            "A JSON Schema of an object; what a memory says of it joins "
            "`structured_attributes`."
        )
    ),
    "CategorizeRequest.custom_categories": CATEGORIES,
    "BatchRequest.memories": array(
        BATCH_ITEM, "Ids, or objects with what to change.", minItems=1, maxItems=1000
    ),
    "DecisionsRequest.filters": ENTRIES,
    "ExportRequest.schema": JSON_SCHEMA,
    "FeedbackRequest.memory_id": text("The memory.", format="uuid"),
    "FeedbackRequest.feedback": FEEDBACK,
    "WebhookRequest.event_types": array(
        one(*EVENT_TYPES), "What to be told.", minItems=1, maxItems=100
    ),
    "ReplayFailedRequest.since": {
        "description": "Only what was written since: ISO 8601 or epoch seconds.",
        "type": ["string", "number", "null"],
    },
}
REQUIRED = {"ExportRequest": ["schema"], "FeedbackRequest": ["memory_id"]}
"""Properties that a serializer asks for by hand."""
ADDED: dict[str, Schema] = {
    "AddRequest": {
        "filters": {
            **free("Typed clients carry the ids here instead of at the top level."),
            "properties": {name: text() for name in ENTITY_IDS},
        },
    },
    "ListRequest": {
        "page": {"type": "integer", "minimum": 1, "description": "From 1; also a query parameter, which wins."},
        "page_size": {"type": "integer", "minimum": 1, "description": "Rows of a page, at most 200."},
        "limit": {"type": "integer", "minimum": 1, "maximum": 200, "description": "Rows of a bare list (v1 and v2)."},
    },
}  # fmt: skip
"""Properties that are read beside the serializer."""
MEANINGS: dict[str, str] = {
    "user_id": "Your id of the user. Numbers become text; blank is none.",
    "agent_id": "Your id of the agent.",
    "app_id": "Your id of the app.",
    "run_id": "Your id of the session.",
    "metadata": "An object; stored with each memory, or to be matched.",
    "infer": "Extract facts; `false` stores every message word for word.",
    "async_mode": "Answer at once and work later.",
    "expiration_date": "Last day (UTC) on which it is shown.",
    "timestamp": "When it was said.",
    "observation_datetime": "Another name of `timestamp`.",
    "observation_date": "Another name of `timestamp`.",
    "timezone": "In which `yesterday` is resolved, such as `Europe/Lisbon`.",
    "custom_instructions": "What to extract; instead of the project's.",
    "agent_custom_instructions": "The same, for memories of an agent.",
    "includes": "What to look for, in words.",
    "excludes": "What to leave out, in words.",
    "immutable": "Refuse later changes.",
    "output_format": "`v1.1` wraps a bare list in an object (v1 and v2).",
    "deduced_memories": "With `infer: false`: store these texts instead.",
    "categories": "At least one of these.",
    "keywords": "A part of the text.",
    "start_date": "Said on or after this day.",
    "end_date": "Said on or before this day.",
    "show_expired": "Also what has expired.",
    "latest_only": "Without superseded memories.",
    "include_merged": "Also memories merged into others.",
    "as_of": "What held at this time. Of a date, its end.",
    "explain": "Why each hit stands where it does.",
    "explain_ids": "Also why these memories were not found, at most 20.",
    "max_tokens": "As many of the best hits as fit, without near-duplicates.",
    "context_template": "`list`, `xml`, `plain`, or a text with `{memories}`: makes `context`.",
    "answerability": "Also how likely it is that the store knows.",
    "known_at": "What was known at this time, right or not. Of a date, its end.",
    "fields": "Keys to answer; `id` always comes along.",
    "enable_graph": "Keep and answer what memories relate; wraps older answers as `output_format` v1.1.",
    "query": "What to look for, in words.",
    "top_k": "Hits to answer.",
    "limit": "Another name of `top_k`.",
    "threshold": "Least score of a hit. Default: 0.1 (v3), 0.3 (v2), none (v1).",
    "rerank": "Changes nothing: hits are ranked by all there is anyway.",
    "reference_date": "What `last week` in the query is relative to.",
    "text": "The new statement.",
    "memory": "Another name of `text`.",
    "data": "Another name of `text`.",
    "export_instructions": "How to fill the schema, in words.",
    "memory_export_id": "Which export; or name its filter.",
    "feedback_reason": "Why.",
    "only_missing": "Only memories without categories.",
    "action": "`approve` or `reject`.",
    "ids": "Entries, at most 100.",
    "gate": "What becomes a memory: `strict`, `normal`, `keep-everything`.",
    "secrets_mode": "Keys and passwords in texts: `off`, `tag`, `mask`, `block`.",
    "pii_mode": "The same for mail addresses, telephone numbers, cards, bank accounts.",
    "name": "A name for people.",
    "url": "A public address that takes POST.",
    "is_active": "Whether anything is sent.",
}


def shape(serializer: str, name: str) -> Schema | None:
    """The shape that replaces the field's own."""
    return SHAPES.get(f"{serializer}.{name}", SHAPES.get(name))


def explained(name: str, schema: Any) -> Any:
    """The schema with the meaning of the property, if it has none."""
    about = MEANINGS.get(name)
    if about is None or "$ref" in schema or "description" in schema:
        return schema
    return {**schema, "description": about}
