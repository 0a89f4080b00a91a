"""Relations and what they are between."""

from __future__ import annotations

from mem0site.openapi.shapes import (
    Schema,
    array,
    integer,
    maybe,
    moment,
    ref,
    text,
    thing,
    uuid,
)


def schemas() -> dict[str, Schema]:
    """The components by name."""
    step = {"source": text(), "relationship": text(), "target": text()}
    return {
        "GraphStep": thing(step, "A relation by itself."),
        "Relation": thing(
            {
                **step,
                "destination": text("The same as `target`."),
                "source_type": maybe(text()),
                "target_type": maybe(text()),
                "memory_ids": array(uuid(), "The memories that state it."),
                "valid_from": moment(),
                "valid_to": maybe(moment("Null: it still holds.")),
            },
            "What memories relate, and when it holds.",
        ),
        "GraphNode": thing(
            {"name": text(), "type": maybe(text()), "relations": integer()}
        ),
        "Graph": thing(
            {"nodes": array(ref("GraphNode")), "relations": array(ref("Relation"))}
        ),
        "GraphTimeline": thing({"relations": array(ref("Relation"))}),
        "GraphPaths": thing(
            {"paths": array(array(ref("GraphStep")), "Shortest first.")}
        ),
    }
