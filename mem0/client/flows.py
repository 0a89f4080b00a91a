"""What takes more than one call: waiting for an add, pages, deleting everybody.

Generators over calls, as the connection has them, so that both clients share them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mem0.client import endpoints, project_endpoints
from mem0.client.calls import Call
from mem0.client.connection import Connection, Flow
from mem0.client.found import Found
from mem0.client.types import Memory, Object
from mem0.exceptions import MemoryNotFoundError, ValidationError

PAGE_SIZE = 100
LARGEST_PAGE = 200
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


def get_all(connection: Connection, options: Mapping[str, Any]) -> Flow[Found]:
    """A list, or with `top_k` as many pages as it takes."""
    top_k = options.get("top_k")
    rest = {name: value for name, value in options.items() if name != "top_k"}
    if top_k is None or "page" in rest:
        size = {} if top_k is None else {"page_size": top_k}
        body = yield from connection.call(endpoints.get_all({**size, **rest}))
        return Found(body)
    pages = Pages({"page_size": min(_positive(top_k), LARGEST_PAGE), **rest})
    rows: list[Memory] = []
    while len(rows) < top_k and not pages.over:
        rows += yield from pages.turn(connection)
    return Found({**pages.first, "next": None, "results": rows[:top_k]})


class Pages:
    """A list, page by page. What moved to the next page meanwhile comes once."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = {"page_size": PAGE_SIZE, **options}
        self._number = int(self._options.pop("page", None) or 1)
        self._seen: set[str] = set()
        self.first: dict[str, Any] = {}
        self.over = False

    def turn(self, connection: Connection) -> Flow[list[Memory]]:
        """The rows of the next page that were not there before."""
        call = endpoints.get_all({**self._options, "page": self._number})
        try:
            body = yield from connection.call(call)
        except MemoryNotFoundError:
            if not self.first:
                raise
            # The last page lost its rows since the one before was read.
            self.over = True
            return []
        self.first = self.first or body
        self.over = not body.get("next")
        self._number += 1
        fresh = [row for row in body["results"] if row["id"] not in self._seen]
        self._seen |= {row["id"] for row in fresh}
        return fresh


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
        body = yield from connection.call(endpoints.users())
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


def _positive(top_k: Any) -> int:
    if isinstance(top_k, bool) or not isinstance(top_k, int) or top_k < 1:
        msg = "top_k must be a whole number, 1 or more."
        raise ValidationError(msg)
    return top_k
