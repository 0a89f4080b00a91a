"""Adding, finding, reading and changing memories: three generations, one meaning."""

from __future__ import annotations

from typing import Any

from mem0.entities import ENTITY_TYPES
from mem0site.openapi import samples
from mem0site.openapi.operation import (
    PAGED,
    Answer,
    Operation,
    Table,
    query,
    said,
    shared,
)
from mem0site.openapi.shapes import array, day, integer, ref, text, thing
from memories.agent_rush_serializers import RushAdd, RushSearch
from memories.serializers import (
    AddRequest,
    BatchRequest,
    CategorizeRequest,
    ListRequest,
    SearchRequest,
    UpdateRequest,
)

MEMORIES, LEGACY = "Memories", "Older memory routes"
TEXT_ID = {"user_id": "alice"}
ADD = {"messages": samples.MESSAGES, **TEXT_ID}
ADD_EXAMPLES = {
    "A conversation": ADD,
    "Word for word": {
        "messages": [{"role": "user", "content": "Allergic to peanuts."}],
        "user_id": "alice",
        "infer": False,
        "metadata": {"source": "form"},
        "expiration_date": "2027-12-31",
    },
}
SEARCH = {"query": "Where does she live?", "filters": TEXT_ID, "top_k": 5}
SEARCH_EXAMPLES = {
    "Of one user": SEARCH,
    "Narrowed": {
        "query": "food",
        "filters": {
            "AND": [TEXT_ID, {"NOT": [{"categories": {"in": ["travel"]}}]}],
        },
        "threshold": 0.3,
        "fields": ["memory"],
    },
}
LIST = {"filters": {"AND": [TEXT_ID, {"created_at": {"gte": "2026-01-01"}}]}}
EITHER = "A bare list; an object with `results` for `output_format` v1.1."


def _bare(listed: str, wrapped: str, row: Any) -> Answer:
    forms = [array(ref(listed)), ref(wrapped)]
    return Answer(
        {"anyOf": forms},
        {"Bare": [row], "v1.1": {"results": [row], "relations": []}},
        EITHER,
    )


def _listed(row: Any) -> Answer:
    forms = [array(ref("ListedMemory")), ref("WrappedMemories"), ref("MemoryPage")]
    return Answer(
        {"anyOf": forms},
        {"Bare": [row], "Paged": samples.page_of(row)},
        f"{EITHER} A page when both `page` and `page_size` are given, or `cursor`.",
    )


ADDED = Answer(
    ref("Added"),
    {"Queued": samples.QUEUED, "Carried out": samples.STORED},
    "Queued, or carried out with `infer: false`, `async_mode: false` or `wait`.",
)
ADDED_V1 = Answer(
    {"anyOf": [ref("AddList"), ref("WrappedAdd")]},
    {
        "Carried out": [samples.ADDED],
        "v1.1": {"results": [samples.ADDED]},
        "Queued": [{**samples.QUEUED, "memory": "", "event": "ADD"}],
    },
    EITHER,
)
HITS = Answer(ref("Found"), {"Hits": {"results": [samples.HIT]}}, "Hits, best first.")
PROVIDER = (413, 502)

V3: Table = {
    ("POST", "/v3/memories/add/"): Operation(
        "addMemories", MEMORIES, "Add memories", {200: ADDED}, AddRequest,
        examples=ADD_EXAMPLES, parameters=(shared("Wait"),), errors=PROVIDER,
        notes="At least one of the four ids is required, at the top or in `filters`.",
    ),
    ("POST", "/v3/memories/search/"): Operation(
        "searchMemories", MEMORIES, "Search memories", {200: HITS}, SearchRequest,
        examples=SEARCH_EXAMPLES, errors=(502,),
        notes="Ids stand in `filters` only, at least one of them.",
    ),
    ("POST", "/v3/memories/"): Operation(
        "listMemories", MEMORIES, "List memories",
        {200: Answer(ref("MemoryPage"), {"A page": samples.page_of(samples.MEMORY)})},
        ListRequest, examples={"Of one user": LIST}, parameters=PAGED,
        notes="Ids stand in `filters` only, at least one of them.",
    ),
}  # fmt: skip

ONE: Table = {
    ("GET", "/v1/memories/{memory_id}/"): Operation(
        "getMemory", MEMORIES, "Read a memory",
        {200: Answer(ref("Memory"), {"A memory": samples.MEMORY})},
    ),
    ("PUT", "/v1/memories/{memory_id}/"): Operation(
        "updateMemory", MEMORIES, "Change a memory",
        {200: Answer(ref("UpdatedMemory"), {"Changed": samples.UPDATED})},
        UpdateRequest, errors=(502,),
        examples={"Text": {"text": "Lives in Vila Nova de Gaia"},
                  "Expiry": {"expiration_date": "2027-12-31"}},
        notes="At least one thing must be given. An immutable memory refuses.",
    ),
    ("DELETE", "/v1/memories/{memory_id}/"): Operation(
        "deleteMemory", MEMORIES, "Delete a memory",
        {200: Answer(
            thing({"message": text(), "cascade_count": integer()},
                  optional=["cascade_count"]),
            {"Deleted": {"message": "Memory deleted successfully!"}},
        )},
        parameters=(query("delete_linked", {"type": "boolean", "default": False},
                          "Also the memories it replaced."),),
    ),
    ("GET", "/v1/memories/{memory_id}/history/"): Operation(
        "getMemoryHistory", MEMORIES, "Read a memory's history",
        {200: Answer(array(ref("HistoryEntry")), {"History": [samples.HISTORY]})},
        notes="Readable after a deletion too.",
    ),
    ("GET", "/v1/memories/{memory_id}/why/"): Operation(
        "explainMemory", MEMORIES, "Read why a memory is believed",
        {200: Answer(ref("Belief"), {"A belief": samples.BELIEF})},
        notes="The messages it came from, who read it how, how often it was said again, "
        "what it replaced and what replaced it, and its history.",
    ),
    ("GET", "/v1/memories/events/"): Operation(
        "listChanges", MEMORIES, "List changes of all memories",
        {200: Answer(ref("HistoryPage"), {"A page": samples.page_of(samples.HISTORY)})},
        parameters=(shared("Page"),
                    query("limit", integer(minimum=1, default=100), "Rows of a page."),
                    shared("Cursor")),
    ),
    ("GET", "/v1/memories/{entity_type}/{entity_id}/"): Operation(
        "listEntityMemories", MEMORIES, "List one entity's memories",
        {200: Answer(ref("EntityMemoryPage"), {"A page": samples.page_of(
            {**samples.MEMORY, "input": [], "is_updated": False})})},
        parameters=(shared("Page"), shared("Cursor")),
    ),
    ("POST", "/v1/memories/categorize/"): Operation(
        "categorizeMemories", MEMORIES, "Tag memories again",
        {200: Answer(ref("Categorizing"), {"Taken": {
            "message": "The memories will be categorized again.", "status": "PENDING",
            "event_id": samples.EVENT_ID, "matched": 12}}, "Taken; the event tells more.")},
        CategorizeRequest,
        examples={"Of one user": {"filters": TEXT_ID},
                  "What has none": {"filters": TEXT_ID, "only_missing": True}},
        notes="Categories are assigned once, when a memory is new; this is how they "
        "are assigned again, after the catalog changed.",
    ),
    ("PUT", "/v1/batch/"): Operation(
        "updateMemories", MEMORIES, "Change many memories",
        {200: said("Successfully updated 2 memories")}, BatchRequest, errors=(502,),
        examples={"Two": {"memories": [
            {"memory_id": samples.MEMORY_ID, "text": "Lives in Gaia"},
            {"memory_id": samples.OTHER_ID, "metadata": {"checked": True}},
        ]}},
    ),
    ("DELETE", "/v1/batch/"): Operation(
        "deleteMemories", MEMORIES, "Delete many memories",
        {200: said("Successfully deleted 2 memories")}, BatchRequest,
        examples={"Two": {"memories": [samples.MEMORY_ID, samples.OTHER_ID]}},
    ),
}  # fmt: skip

RUSH: Table = {
    ("POST", "/v1/agent-rush/memories/"): Operation(
        "rushAdd", MEMORIES, "Add a thought (agent rush)",
        {200: Answer(ref("Added"), {"Kept": samples.STORED}, "Kept word for word.")},
        RushAdd, errors=PROVIDER,
        examples={"A thought": {"content": "I enjoy problems that have exactly one "
                                "solution and many wrong ones."}},
        notes="The demonstration of the command line: 50 to 1,000 characters, no links. "
        "What is added is the project's own, under the app `agent-rush`.",
    ),
    ("POST", "/v1/agent-rush/memories/search/"): Operation(
        "rushSearch", MEMORIES, "Search thoughts (agent rush)", {200: HITS}, RushSearch,
        errors=(502,), examples={"A query": {"query": "problems"}},
    ),
}  # fmt: skip

_IDS = tuple(
    query(f"{kind}_id", text(), f"Your id of the {kind}; `*` means anybody.")
    for kind in ENTITY_TYPES
)
_QUERY_FILTERS = (shared("Filters"), shared("Metadata"))
_GET_LIST = (
    *_IDS,
    *_QUERY_FILTERS,
    query("categories", text(), "At least one of these, with commas."),
    query("fields", text(), "Keys to answer, with commas."),
    query("keywords", text(), "A part of the text."),
    query("start_date", day(), "Said on or after this day."),
    query("end_date", day(), "Said on or before this day."),
    query("show_expired", {"type": "boolean"}, "Also what has expired."),
    query("latest_only", {"type": "boolean"}, "Without superseded memories."),
    query("include_merged", {"type": "boolean"}, "Also memories merged into others."),
    query("as_of", text(), "What held at this time."),
    query("known_at", text(), "What was known at this time."),
    query("output_format", text(), "`v1.1` wraps the list in an object."),
    query("limit", integer(minimum=1, maximum=200), "Rows of a bare list."),
    *PAGED,
)
BOTH: Table = {
    ("POST", "/v1/memories/"): Operation(
        "addMemoriesV1", LEGACY, "Add memories (v1)", {200: ADDED_V1}, AddRequest,
        examples=ADD_EXAMPLES, parameters=(shared("Wait"),), errors=PROVIDER,
    ),
    ("GET", "/v1/memories/"): Operation(
        "listMemoriesV1", LEGACY, "List memories (v1)",
        {200: _listed(samples.MEMORY)}, parameters=_GET_LIST,
    ),
    ("DELETE", "/v1/memories/"): Operation(
        "deleteAllMemories", MEMORIES, "Delete whatever matches",
        {200: Answer(ref("Deletion"), {"Deleted": {
            "message": "Delete in progress. This may take some time.",
            "event_id": samples.EVENT_ID, "deleted_count": 3}})},
        parameters=(*_IDS, *_QUERY_FILTERS),
        notes="To delete everything, pass `*` for all four ids. The memories are gone "
        "when the answer arrives.",
    ),
    ("POST", "/v1/memories/search/"): Operation(
        "searchMemoriesV1", LEGACY, "Search memories (v1)",
        {200: _bare("Hit", "WrappedHits", samples.HIT)}, SearchRequest, errors=(502,),
        examples={"Of one user": {"query": "Where does she live?", **TEXT_ID}},
    ),
    ("POST", "/v2/memories/"): Operation(
        "listMemoriesV2", LEGACY, "List memories (v2)",
        {200: _listed(samples.MEMORY)}, ListRequest,
        examples={"Of one user": LIST}, parameters=PAGED,
    ),
    ("POST", "/v2/memories/search/"): Operation(
        "searchMemoriesV2", LEGACY, "Search memories (v2)",
        {200: _bare("Hit", "WrappedHits", samples.HIT)}, SearchRequest, errors=(502,),
        examples=SEARCH_EXAMPLES,
    ),
}  # fmt: skip

OPERATIONS: Table = {**V3, **ONE, **BOTH, **RUSH}
