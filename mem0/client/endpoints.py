"""What each call about memories and entities sends. No I/O, so both clients share it.

Calls go to the v3 routes. `version="v1"` or `"v2"` chooses the older ones of adding,
listing and searching, which take ids beside `filters` and answer bare lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mem0.client.calls import Call, given, path, query_of
from mem0.client.types import Memory, Object
from mem0.entities import ENTITY_IDS
from mem0.exceptions import ValidationError

PAGE: tuple[str, ...] = ("page", "page_size", "cursor")
VERSIONS = ("v1", "v2", "v3")
MEMORIES = "/v1/memories/"
LONGEST_WAIT = 60.0
"""Seconds that the server waits for an add at most."""


def ping(query: Mapping[str, Any]) -> Call[Any]:
    return Call("GET", "/v1/ping/", query=query_of(query))


def add(
    messages: Any,
    options: Mapping[str, Any],
    wait: float | None = None,
    key: str | None = None,
) -> Call[Any]:
    """Every form of `messages` becomes a list. v1 and v2 share a route."""
    body = given(options)
    version = body.get("version") or "v3"
    old = _known(version) != "v3"
    if not old:
        body.pop("version", None)
    patience = min(wait or 0.0, LONGEST_WAIT)
    return Call(
        "POST",
        MEMORIES if old else "/v3/memories/add/",
        {"messages": _conversation(messages), **body},
        query={"wait": patience} if patience else {},
        idempotency_key=key,
        patience=patience,
    )


def get(memory_id: str) -> Call[Memory]:
    return Call("GET", path("v1", "memories", memory_id))


def get_all(options: Mapping[str, Any]) -> Call[Any]:
    body = given(options)
    version = _known(body.pop("version", "v3"))
    if version == "v1":
        return Call("GET", MEMORIES, query=query_of(body))
    pages = {name: body.pop(name, None) for name in PAGE}
    return Call(
        "POST",
        f"/{version}/memories/",
        scoped(body),
        query=query_of(pages),
        reads=True,
    )


def search(query: str, options: Mapping[str, Any]) -> Call[Any]:
    body = given(options)
    version = _known(body.pop("version", "v3"))
    body = {"query": query, **(body if version == "v1" else scoped(body))}
    return Call("POST", f"/{version}/memories/search/", body, reads=True)


def update(
    memory_id: str,
    text: str | None,
    metadata: Mapping[str, Any] | None,
    options: Mapping[str, Any],
) -> Call[Memory]:
    """A null `expiration_date` clears it; any other null is not given."""
    body = given({"text": text, "metadata": metadata, **options})
    if "expiration_date" in options:
        body["expiration_date"] = options["expiration_date"]
    if not body:
        msg = "At least one of text, metadata, timestamp, expiration_date is required."
        raise ValidationError(msg)
    return Call("PUT", path("v1", "memories", memory_id), body)


def delete(memory_id: str, delete_linked: bool) -> Call[Object]:
    query = query_of({"delete_linked": True}) if delete_linked else {}
    return Call("DELETE", path("v1", "memories", memory_id), query=query)


def delete_all(options: Mapping[str, Any]) -> Call[Object]:
    """Raises `ValidationError` when nothing is named: no wipe by accident."""
    query = query_of(options)
    if not query:
        msg = (
            f"At least one of {', '.join(ENTITY_IDS)}, metadata, filters is required; "
            "'*' for all four ids deletes everything."
        )
        raise ValidationError(msg)
    return Call("DELETE", MEMORIES, query=query)


def why(memory_id: str) -> Call[Object]:
    return Call("GET", path("v1", "memories", memory_id, "why"))


def history(memory_id: str) -> Call[list[Object]]:
    return Call("GET", path("v1", "memories", memory_id, "history"))


def event(event_id: str) -> Call[Object]:
    return Call("GET", path("v1", "event", event_id))


def events(options: Mapping[str, Any]) -> Call[Object]:
    return Call("GET", "/v1/events/", query=query_of(options))


def users(options: Mapping[str, Any]) -> Call[Object]:
    return Call("GET", "/v1/entities/", query=query_of(options))


def delete_entity(entity_type: str, name: str) -> Call[Object]:
    return Call("DELETE", path("v2", "entities", entity_type, name))


def batch_update(memories: Sequence[Mapping[str, Any]]) -> Call[Object]:
    return Call("PUT", "/v1/batch/", {"memories": list(memories)})


def batch_delete(memories: Sequence[Mapping[str, Any] | str]) -> Call[Object]:
    entries = [
        {"memory_id": entry} if isinstance(entry, str) else entry for entry in memories
    ]
    return Call("DELETE", "/v1/batch/", {"memories": entries})


def feedback(memory_id: str, feedback: str | None, reason: str | None) -> Call[Object]:
    body = {"memory_id": memory_id, "feedback": feedback, "feedback_reason": reason}
    return Call("POST", "/v1/feedback/", body)


def scoped(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body whose ids stand in `filters`, where v3 wants them."""
    rest = {name: value for name, value in body.items() if name not in ENTITY_IDS}
    ids = {name: body[name] for name in ENTITY_IDS if name in body}
    if ids:
        filters = rest.get("filters")
        rest["filters"] = {"AND": [ids, filters]} if filters else ids
    return rest


def _known(version: Any) -> str:
    if version not in VERSIONS:
        msg = f"version must be one of {', '.join(VERSIONS)}, not {version!r}."
        raise ValidationError(msg)
    return str(version)


def _conversation(messages: Any) -> list[Any]:
    if isinstance(messages, str):
        return [{"role": "user", "content": messages}]
    if isinstance(messages, Mapping):
        return [messages]
    if not isinstance(messages, list | tuple):
        kind = type(messages).__name__
        msg = f"messages must be a text, a message or a list of messages, not {kind}."
        raise ValidationError(msg)
    return list(messages)
