"""The surface of the open-source server: the same memories under shorter paths."""

from __future__ import annotations

from mem0.entities import ENTITY_TYPES
from mem0site.openapi import samples
from mem0site.openapi.components.memories import DEGRADED
from mem0site.openapi.operation import Answer, Operation, Table, query, said
from mem0site.openapi.operations.memories import ADD_EXAMPLES, SEARCH_EXAMPLES
from mem0site.openapi.shapes import (
    Schema,
    array,
    flag,
    integer,
    maybe,
    ref,
    text,
    thing,
)
from memories.serializers import AddRequest, SearchRequest, UpdateRequest

TAG = "Open-source server routes"
KEY = {
    "id": samples.OTHER_ID, "label": "CI", "key_prefix": "m0-ab12",
    "created_at": samples.AT, "last_used_at": None, "expires_at": None,
}  # fmt: skip
IDS = tuple(
    query(f"{kind}_id", text(), f"Your id of the {kind}.") for kind in ENTITY_TYPES
)
LABEL: Schema = thing({"label": text("A name for people.", maxLength=200)})
USE_CASE: Schema = thing({"use_case": text("What the memories are for.")})
RESULTS = thing({"results": array(ref("Memory"))})

OPERATIONS: Table = {
    ("POST", "/memories"): Operation(
        "flatAddMemories", TAG, "Add memories",
        {200: Answer(thing({"results": array(ref("AddResult"))}),
                     {"Added": {"results": [samples.ADDED]}})},
        AddRequest, examples=ADD_EXAMPLES, errors=(502,),
        notes="Always carried out at once. `prompt` is another name of "
        "`custom_instructions`.",
    ),
    ("GET", "/memories"): Operation(
        "flatListMemories", TAG, "List memories",
        {200: Answer(RESULTS, {"One": {"results": [samples.MEMORY]}})},
        parameters=(*IDS,
                    query("top_k", integer(maximum=1000), "Rows of the list."),
                    query("show_expired", flag(), "Also what has expired.")),
    ),
    ("DELETE", "/memories"): Operation(
        "flatDeleteAllMemories", TAG, "Delete the memories of somebody",
        {200: said("All relevant memories deleted")}, parameters=IDS,
    ),
    ("GET", "/memories/{memory_id}"): Operation(
        "flatGetMemory", TAG, "Read a memory",
        {200: Answer(maybe(ref("Memory")), {"A memory": samples.MEMORY})},
    ),
    ("PUT", "/memories/{memory_id}"): Operation(
        "flatUpdateMemory", TAG, "Change a memory",
        {200: said("Memory updated successfully!")}, UpdateRequest, errors=(502,),
        examples={"Text": {"text": "Lives in Vila Nova de Gaia"}},
    ),
    ("DELETE", "/memories/{memory_id}"): Operation(
        "flatDeleteMemory", TAG, "Delete a memory",
        {200: said("Memory deleted successfully")},
    ),
    ("GET", "/memories/{memory_id}/history"): Operation(
        "flatGetMemoryHistory", TAG, "Read a memory's history",
        {200: Answer(array(ref("HistoryEntry")), {"History": [samples.HISTORY]})},
    ),
    ("POST", "/search"): Operation(
        "flatSearchMemories", TAG, "Search memories",
        {200: Answer(thing({"results": array(ref("ExplainedHit")), "degraded": DEGRADED},
                           optional=("degraded",)),
                     {"Hits": {"results": [samples.HIT]}}, "Hits, best first.")},
        SearchRequest, examples=SEARCH_EXAMPLES, errors=(502,),
        notes="`explain: true` adds `score_details` to every hit.",
    ),
    ("POST", "/reset"): Operation(
        "flatReset", TAG, "Delete everything", {200: said("All memories reset")},
    ),
    ("GET", "/entities"): Operation(
        "flatListEntities", TAG, "List entities",
        {200: Answer(array(ref("FlatEntity")), {"One": [{
            "id": "alice", "type": "user", "total_memories": 12,
            "created_at": samples.AT, "updated_at": samples.AT}]})},
    ),
    ("DELETE", "/entities/{entity_type}/{name}"): Operation(
        "flatDeleteEntity", TAG, "Delete an entity with its memories",
        {200: said("Entity deleted successfully")},
    ),
    ("GET", "/api-keys"): Operation(
        "listApiKeys", TAG, "List keys",
        {200: Answer(array(ref("ApiKey")), {"One": [KEY]})},
    ),
    ("POST", "/api-keys"): Operation(
        "createApiKey", TAG, "Make a key",
        {201: Answer(ref("NewApiKey"), {"A key": {**KEY, "key": "m0-…"}}, "Created.")},
        LABEL, examples={"For CI": {"label": "CI"}},
    ),
    ("DELETE", "/api-keys/{key_id}"): Operation(
        "revokeApiKey", TAG, "Close a key", {200: said("API key revoked")},
    ),
    ("GET", "/configure"): Operation(
        "getConfiguration", TAG, "Read what memories are made with",
        {200: Answer(ref("Configuration"), {"Without a model": {
            "version": "v2", "llm": {"provider": None, "config": {}},
            "embedder": {"provider": "local", "config": {"embedding_dims": 512}},
            "custom_instructions": None}})},
    ),
    ("GET", "/configure/providers"): Operation(
        "listProviders", TAG, "List providers",
        {200: Answer(ref("Providers"), {"Some": {
            "llm": ["openai"], "embedder": ["local", "openai"]}})},
    ),
    ("POST", "/generate-instructions"): Operation(
        "generateInstructions", TAG, "Write custom instructions",
        {200: Answer(thing({"custom_instructions": text(), "test_message": text()}),
                     {"Instructions": {"custom_instructions": "Keep what they like.",
                                       "test_message": "I love hiking."}})},
        USE_CASE, examples={"Travel": {"use_case": "A travel assistant"}},
        errors=(502,),
    ),
    ("GET", "/requests"): Operation(
        "flatListRequests", TAG, "Read the request log",
        {200: Answer(array(ref("FlatRequest")), {"One": [{
            "id": samples.OTHER_ID, "method": "POST", "path": "/search",
            "status_code": 200, "latency_ms": 7.2, "auth_type": "api_key",
            "created_at": samples.AT}]})},
        parameters=(query("limit", integer(minimum=1, maximum=200, default=50), "Rows."),),
    ),
    ("GET", "/auth/setup-status"): Operation(
        "getSetupStatus", TAG, "Ask whether there is an account yet",
        {200: Answer(thing({"needsSetup": flag()}), {"Ready": {"needsSetup": False}})},
        public=True, errors=(503,),
    ),
}  # fmt: skip
