"""An add on the wire: the request as a command, and its answer in each generation."""

from __future__ import annotations

from typing import Any

from memories import services
from memories.models import Event
from memories.versions import V3, Version

QUEUED = "Memory processing has been queued for background execution"
STORED = "Memories stored successfully"


def command(asked: dict[str, Any]) -> services.AddCommand:
    """A checked request as the command services take."""
    messages = asked["messages"]
    if asked.get("deduced_memories") and not asked["infer"]:
        messages = [{"role": "user", "content": t} for t in asked["deduced_memories"]]
    return services.AddCommand(
        messages=messages,
        scope=asked["scope"],
        infer=asked["infer"],
        metadata=asked["metadata"] or {},
        timestamp=asked["timestamp"],
        **{
            name: asked[name]
            for name in (
                "expiration_date",
                "immutable",
                "custom_instructions",
                "agent_custom_instructions",
                "includes",
                "excludes",
                "custom_categories",
                "structured_data_schema",
                "timezone",
                "enable_graph",
            )
        },
    )


def queued(event: Event, version: Version, *, wrapped: bool) -> Any:
    """The answer to an add that will be carried out soon."""
    body = {
        "message": QUEUED,
        "status": event.status,
        "event_id": str(event.pk),
    }
    if version is V3:
        return body
    item = {**body, "memory": "", "event": "ADD"}
    return {"results": [item]} if wrapped else [item]


def stored(event: Event, version: Version, *, wrapped: bool) -> Any:
    """The answer to an add that was carried out."""
    if version is V3:
        return {
            "message": STORED,
            "status": event.status,
            "event_id": str(event.pk),
            "results": event.results,
        }
    return {"results": event.results} if wrapped else event.results


def settled(event: Event, version: Version, *, wrapped: bool) -> Any:
    """The answer to an add that was waited for: what became of it, in every version."""
    outcome = {"status": event.status, "event_id": str(event.pk)}
    if event.error is not None:
        outcome |= {"message": event.error, "error": event.error}
        failed: list[Any] = [{**outcome, "memory": "", "event": "ADD"}]
        return {**outcome, "results": []} if version is V3 or wrapped else failed
    if version is V3 or wrapped:
        return {"message": STORED, **outcome, "results": event.results}
    return [{**each, **outcome} for each in event.results]
