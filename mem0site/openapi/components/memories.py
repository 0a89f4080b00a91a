"""Memories, their history, the events of operations, and the answers to an add."""

from __future__ import annotations

from mem0site.openapi import samples
from mem0site.openapi.shapes import (
    Schema,
    array,
    day,
    flag,
    free,
    integer,
    mapping,
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

IDS: Schema = {
    "user_id": maybe(text("Whose memory it is; null where not given.")),
    "agent_id": maybe(text()),
    "app_id": maybe(text()),
    "run_id": maybe(text()),
}
MEMORY: Schema = {
    "id": uuid(),
    "memory": text("The statement."),
    "hash": text("MD5 of the text, a fingerprint."),
    **IDS,
    "session_id": maybe(text("The same as `run_id`.")),
    "metadata": free("Your object; `{}` when none was given."),
    "categories": maybe(array(text(), "Null until it has been filed.")),
    "created_at": moment("When it was said."),
    "updated_at": moment("When it was changed."),
    "expiration_date": maybe(
        day("Last day (UTC) on which lists and searches show it.")
    ),
    "immutable": flag("Whether it refuses changes."),
    "owner": {"type": "null"},
    "structured_attributes": ref("Calendar"),
    "replaced_by": maybe(uuid("The memory that superseded it.")),
    "synthesized": flag(),
    "lifecycle_state": text(
        "`active`, `superseded`, `merged`, `disputed`, `retracted` or `expired`."
    ),
    "state": text("The same; what is active and still holds is `current`."),
    "attributed_to": maybe(text("`user` or `assistant`: who said it.")),
    "actor": maybe(text("The speaker's name.")),
    "said_at": moment("The same as `created_at`."),
    "recorded_at": maybe(moment("When it was learned.")),
    "valid_from": maybe(moment("Since when it holds.")),
    "valid_to": maybe(moment("Until when it held.")),
    "closed_at": maybe(moment("When it was learned that it holds no longer.")),
    "event_start": maybe(moment("Start of the time it speaks of.")),
    "event_end": maybe(moment("End of the time it speaks of.")),
    "confirmations": integer("How often it was said again."),
    "confirmed_at": maybe(moment("When it was said again last.")),
    "feedback": maybe(one("POSITIVE", "NEGATIVE", "VERY_NEGATIVE")),
}
SCORE: Schema = {
    "score": number("How well it answers the query.", minimum=0, maximum=1),
    "score_breakdown": mapping(
        {"type": ["number", "string", "boolean", "null"]},
        "What the score is made of, such as `semantic`, `bm25`, `entity`.",
    ),
}
DEGRADED = array(
    one("vector_store"), "Parts of the search that did not answer; absent otherwise."
)
ACCOUNT: Schema = {
    "explanation": free("With `explain`: its arms, boosts and factors."),
}
TOLD: Schema = {
    "answerability": number("How likely the store knows.", minimum=0, maximum=1),
    "context": text("With a budget or a template: the hits as one block of text."),
    "tokens": integer("About how many tokens the block has."),
    "explanation": free("With `explain`: how the query was read."),
    "reasons": array(free(), "With `explain_ids`: why each was not found."),
}
"""What a search tells beside its hits, for who asks."""
_WITH_FIELDS = "A memory; with `fields`, only those keys and `id`."


def _listed(properties: Schema, about: str, example: object) -> Schema:
    return thing(
        properties, about, optional=set(properties) - {"id"}, examples=[example]
    )


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {**_memories(), **_changes(), **_adds()}


def _memories() -> dict[str, Schema]:
    of_entity = {**MEMORY, "input": array(ref("Message")), "is_updated": flag()}
    updated = {**MEMORY, "event": one("UPDATE"), "previous_memory": text()}
    return {
        "Calendar": thing(
            {
                "year": integer(),
                "month": integer(minimum=1, maximum=12),
                "day": integer(minimum=1, maximum=31),
                "hour": integer(maximum=23),
                "minute": integer(maximum=59),
                "day_of_week": text("`monday` … `sunday`."),
                "week_of_year": integer(minimum=1, maximum=53),
                "day_of_year": integer(minimum=1, maximum=366),
                "quarter": integer(minimum=1, maximum=4),
                "is_weekend": flag(),
            },
            "The calendar of `created_at`, in UTC.",
        ),
        "Memory": thing(MEMORY, "One memory.", examples=[samples.MEMORY]),
        "ListedMemory": _listed(MEMORY, _WITH_FIELDS, samples.MEMORY),
        "Hit": _listed(
            {**MEMORY, **SCORE, **ACCOUNT}, f"{_WITH_FIELDS} Scored.", samples.HIT
        ),
        "ExplainedHit": _listed(
            {**MEMORY, **SCORE, "score_details": SCORE["score_breakdown"]},
            "A memory with its score; `score_details` with `explain`.",
            samples.HIT,
        ),
        "UpdatedMemory": thing(
            updated, "The memory after a change.", examples=[samples.UPDATED]
        ),
        "MemoryPage": page(ref("ListedMemory"), "A page of memories."),
        "EntityMemoryPage": page(thing(of_entity), "A page of one entity's memories."),
        "Found": thing(
            {"results": array(ref("Hit")), "degraded": DEGRADED, **TOLD},
            "Hits, best first.",
            optional=("degraded", *TOLD),
        ),
        "WrappedHits": _wrapped("Hit", degraded=DEGRADED, **TOLD),
        "Belief": thing(
            _belief(), "What a memory rests on.", examples=[samples.BELIEF]
        ),
        "WrappedMemories": _wrapped("ListedMemory"),
    }


def _wrapped(name: str, **more: Schema) -> Schema:
    return thing(
        {
            "results": array(ref(name)),
            "relations": array(free(), "Always empty.", maxItems=0),
            **more,
        },
        "The list inside an object, for `output_format` v1.1.",
        optional=more,
    )


def _belief() -> Schema:
    brief = thing(
        {
            "id": uuid(),
            "memory": text(),
            "state": text(),
            "said_at": moment(),
            "valid_from": maybe(moment()),
            "valid_to": maybe(moment()),
        }
    )
    source = thing(
        {
            "id": uuid(),
            "role": text(),
            "name": maybe(text()),
            "content": text(),
            "said_at": moment(),
            "run_id": maybe(text()),
        }
    )
    return {
        "memory": ref("Memory"),
        "confidence": number("How sure the reading was.", minimum=0, maximum=1),
        "confirmations": integer("How often it was said again."),
        "confirmed_at": maybe(moment()),
        "model": maybe(text("Which model read it; `rules` or `none` without one.")),
        "rule": maybe(text("Which rule read it.")),
        "event_id": maybe(uuid("The add it came with.")),
        "said_by": maybe(text("The speaker's name.")),
        "attributed_to": maybe(text("`user` or `assistant`.")),
        "subject": maybe(text("Whom it is about.")),
        "attribute": maybe(text("The slot it fills.")),
        "value": maybe(text("What the slot is filled with.")),
        "sources": array(source, "The messages it came from."),
        "replaced_by": maybe(brief),
        "replaces": array(brief, "What it replaced, directly or through others."),
        "history": array(ref("HistoryEntry")),
    }


def _changes() -> dict[str, Schema]:
    change = {
        "id": uuid(),
        "memory_id": uuid(),
        "input": array(free(), "The messages it came from."),
        "old_memory": maybe(text()),
        "new_memory": maybe(text()),
        "memory": maybe(text("The same as `new_memory`.")),
        **IDS,
        "session_id": maybe(text()),
        "categories": maybe(array(text())),
        "event": one("ADD", "UPDATE", "DELETE", "NOOP"),
        "change": text("The same, more precisely: also `SUPERSEDE`, `MERGE`, …"),
        "metadata": free(),
        "created_at": moment(),
        "updated_at": moment(),
        "previous_embedding_qwen": {"type": "null"},
        "embedding_qwen": {"type": "null"},
    }
    return {
        "HistoryEntry": thing(
            change, "One change of a memory.", examples=[samples.HISTORY]
        ),
        "HistoryPage": page(ref("HistoryEntry"), "A page of changes."),
        "Event": thing(_event(), "One operation.", examples=[samples.EVENT]),
        "Categorizing": thing(
            {
                "message": text(),
                "status": ref("EventStatus"),
                "event_id": uuid(),
                "matched": integer("Memories that will be tagged."),
            }
        ),
        "EventPage": page(ref("Event"), "A page of operations."),
    }


def _event() -> Schema:
    return {
        "id": uuid(),
        "event_type": text("`ADD`, `SEARCH`, `DELETE_ALL`, …"),
        "status": ref("EventStatus"),
        "payload": free("What was asked."),
        "metadata": maybe(free()),
        "results": maybe(array(free(), "What it changed.")),
        "dropped": maybe(free("What was said and not stored: counts by reason.")),
        "quarantined": integer("How many of those wait for a decision."),
        "created_at": moment(),
        "updated_at": moment(),
        "started_at": maybe(moment()),
        "completed_at": maybe(moment()),
        "latency": maybe(number("Milliseconds.")),
        "graph_status": {"type": "null"},
        "error": maybe(text("Why it failed, in a sentence.")),
        "error_code": maybe(text()),
        "request_id": text(),
    }


def _adds() -> dict[str, Schema]:
    result = {
        "id": uuid(),
        "event": text("`ADD`, `UPDATE`, `DELETE` or `NOOP`."),
        "memory": text(),
        "data": thing({"memory": text()}),
        **{name: text() for name in IDS},
        "structured_attributes": ref("Calendar"),
        "status": ref("EventStatus"),
        "event_id": uuid(),
    }
    added = {
        "message": text(),
        "status": ref("EventStatus"),
        "event_id": uuid("Follow it with `GET /v1/event/{event_id}/`."),
        "results": array(ref("AddResult"), "Once it is carried out."),
        "error": text("Why it failed, where it did."),
    }
    queued = {
        "message": text(), "status": ref("EventStatus"), "event_id": uuid(),
        "memory": text(), "event": text(), "error": text(),
    }  # fmt: skip
    item = {"anyOf": [ref("AddResult"), ref("QueuedAdd")]}
    more = {name: added[name] for name in ("message", "status", "event_id", "error")}
    return {
        "EventStatus": one("PENDING", "RUNNING", "SUCCEEDED", "FAILED"),
        "AddResult": thing(
            result,
            "One effect of an add. `status` and `event_id` stand in it where an add "
            "was waited for and answers a bare list.",
            optional=(*IDS, "structured_attributes", "status", "event_id"),
            examples=[samples.ADDED],
        ),
        "Added": thing(
            added,
            "What became of an add, or that it is queued.",
            optional=("results", "error", "message"),
        ),
        "QueuedAdd": thing(
            queued, "An add that is queued, or failed.", optional=("error",)
        ),
        "AddList": array(item, "The answer without `output_format`."),
        "WrappedAdd": thing(
            {"results": array(item), **more},
            "The answer for `output_format` v1.1.",
            optional=more,
        ),
    }
