"""What takes more than one call: waiting for an add, deleting everybody.

Generators over calls, as the connection has them, so that both clients share them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mem0.client import endpoints, project_endpoints
from mem0.client.calls import Call
from mem0.client.connection import Connection, Flow
from mem0.client.types import Object

UNFINISHED = {"PENDING", "RUNNING"}


def add(connection: Connection, call: Call[Any], wait: float | None) -> Flow[Any]:
    """The answer to an add; with `wait`, when it is over or the seconds are."""
    clock = connection.retries.clock
    end = clock() + (wait or 0.0)
    answer = yield from connection.call(call)
    pending = _unfinished(answer)
    if not wait or pending is None or end <= clock():
        return answer
    found = yield from _ended(connection, pending["event_id"], end)
    return answer if found is None else _settled(answer, pending, found)


def event(connection: Connection, event_id: str, wait: float | None) -> Flow[Object]:
    """An event; with `wait`, when it has ended or the seconds have passed."""
    end = connection.retries.clock() + (wait or 0.0)
    found = yield from connection.call(endpoints.event(event_id))
    if not wait or found.get("status") not in UNFINISHED:
        return found
    return (yield from _ended(connection, event_id, end)) or found


def delete_users(
    connection: Connection, ids: Mapping[str, str | None]
) -> Flow[dict[str, str]]:
    """Delete the named entities, or every one there is."""
    named = [
        (name.removesuffix("_id"), value)
        for name, value in ids.items()
        if value is not None
    ]
    for entity_type, name in named:
        yield from connection.call(endpoints.delete_entity(entity_type, name))
    if named:
        return {"message": "Entity deleted successfully."}
    yield from _delete_everybody(connection)
    return {"message": "All users, agents, apps and runs deleted."}


def reset(connection: Connection) -> Flow[dict[str, str]]:
    """Delete everybody and so everything."""
    yield from _delete_everybody(connection)
    return {"message": "Client reset successful. All users and memories deleted."}


def get_webhooks(connection: Connection, project_id: str | None) -> Flow[list[Object]]:
    """The webhooks of a project, by default the key's own."""
    own = project_id or (yield from connection.home()).project_id
    return (yield from connection.call(project_endpoints.get_webhooks(own)))


def create_webhook(
    connection: Connection,
    project_id: str | None,
    url: str,
    name: str,
    event_types: Sequence[str],
) -> Flow[Object]:
    """A webhook of a project, by default the key's own."""
    own = project_id or (yield from connection.home()).project_id
    call = project_endpoints.create_webhook(own, url, name, event_types)
    return (yield from connection.call(call))


def _delete_everybody(connection: Connection) -> Flow[None]:
    gone: set[tuple[str, str]] = set()
    while True:
        # The first page again and again: deleting moves the others up. A service
        # that deletes later shows the same ones, and then there is no more to ask.
        body = yield from connection.call(endpoints.users({}))
        listed = {(row["type"], str(row["name"])) for row in body["results"]}
        fresh = sorted(listed - gone)
        if not fresh:
            return
        for entity_type, name in fresh:
            yield from connection.call(endpoints.delete_entity(entity_type, name))
        gone |= listed


def _ended(connection: Connection, event_id: str, end: float) -> Flow[Object | None]:
    """The event once it has ended; None when it has not at the moment `end`."""
    retries, looks = connection.retries, 0
    while (left := end - retries.clock()) > 0:
        yield min(left, retries.backoff(looks))
        found = yield from connection.call(endpoints.event(event_id))
        if found.get("status") not in UNFINISHED:
            return found
        looks += 1
    return None


def _unfinished(answer: Any) -> dict[str, Any] | None:
    """Whatever of an answer, in any version, names an event that goes on."""
    wrapped = answer.get("results") if isinstance(answer, dict) else answer
    for item in [answer, *(wrapped or [])]:
        if isinstance(item, dict) and item.get("status") in UNFINISHED:
            return item if item.get("event_id") else None
    return None


def _settled(answer: Any, event: dict[str, Any], found: dict[str, Any]) -> Any:
    """As the server answers who waited long enough."""
    outcome = {"status": found["status"], "event_id": event["event_id"]}
    if found.get("error"):
        outcome |= {"message": found["error"], "error": found["error"]}
    results = found.get("results") or []
    if isinstance(answer, list):
        failed = [{**outcome, "memory": "", "event": "ADD"}]
        return failed if "error" in outcome else [{**r, **outcome} for r in results]
    return {"message": "Memories stored successfully", **outcome, "results": results}
