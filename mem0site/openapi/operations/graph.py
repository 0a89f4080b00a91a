"""The graph: what memories relate."""

from __future__ import annotations

from mem0site.openapi import samples
from mem0site.openapi.operation import Answer, Operation, Table, query
from mem0site.openapi.shapes import flag, integer, moment, ref, text

GRAPH = "Graph"
RELATION = {
    "source": "Ana", "relationship": "works_at", "target": "Acme",
    "destination": "Acme", "source_type": "person", "target_type": "organization",
    "memory_ids": [samples.MEMORY_ID], "valid_from": samples.AT, "valid_to": None,
}  # fmt: skip
STEP = {"source": "Ana", "relationship": "works_at", "target": "Acme"}
NODES = [
    {"name": "Acme", "type": "organization", "relations": 1},
    {"name": "Ana", "type": "person", "relations": 1},
]
AT = query("at", moment(), "What held then. Default: now.")
NAME = query("name", text(), "One thing's relations only.")
LIMIT = query("limit", integer(minimum=1, maximum=1000, default=100), "Most relations.")

OPERATIONS: Table = {
    ("GET", "/v1/graph/{entity_type}/{entity_id}/"): Operation(
        "getGraph", GRAPH, "Read the graph of an entity",
        {200: Answer(ref("Graph"), {"A graph": {
            "nodes": NODES, "relations": [RELATION]}})},
        parameters=(NAME, AT, LIMIT,
                    query("ended", flag(default=False), "Ended relations as well.")),
    ),
    ("GET", "/v1/graph/{entity_type}/{entity_id}/timeline/"): Operation(
        "getGraphTimeline", GRAPH, "Read relations in the order they began",
        {200: Answer(ref("GraphTimeline"), {"A timeline": {"relations": [RELATION]}})},
        parameters=(NAME, LIMIT),
    ),
    ("GET", "/v1/graph/{entity_type}/{entity_id}/paths/"): Operation(
        "getGraphPaths", GRAPH, "Find ways between two things",
        {200: Answer(ref("GraphPaths"), {"One way": {"paths": [[STEP]]}})},
        parameters=(
            query("source", text(), "Where ways begin.", required=True),
            query("target", text(), "Where they end.", required=True),
            query("max_hops", integer(minimum=1, maximum=5, default=3), "How far."),
            query("limit", integer(minimum=1, maximum=50, default=10), "Most ways."),
            AT,
        ),
    ),
}  # fmt: skip
