"""The leak tests of a deployment: what one tenant sees when it asks for another's.

Every check takes two tenants, ours and theirs, and returns a word about what it did.
It raises `Leak` when something of theirs was seen, changed or told apart from nothing.
"""

from __future__ import annotations

import itertools
import random
import re
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from mem0site.isolation.throwaway import USER, Side
from orgs import auth, services

SECRETS = ("memory_id", "event_id", "webhook_id", "identifier", "org_id", "project_id")
"""Parameters that are drawn ids: to know one is no right to it."""
NEW_EACH_TIME = re.compile(r'"(request_id|event_id|id)":"[^"]*"')
METHODS = ("get", "post", "put", "patch", "delete")
THREADS, REQUESTS = 4, 25


class Leak(Exception):  # noqa: N818  it is what was looked for, not an accident
    """Something of another tenant came through."""


Check = Callable[[Side, Side], str]


def prepare(side: Side) -> None:
    """Give a tenant something of everything that has an id."""
    said = f"My secret is {side.word}."
    body = {"messages": said, "user_id": USER, "infer": False, "async_mode": False}
    made = _good(side.ask("POST", "/v3/memories/add/", body))
    project = str(side.project.pk)
    hook = {
        "name": side.word,
        "url": f"https://{side.word}.invalid/",
        "event_types": ["memory_categorize"],
    }
    event = {"messages": said, "user_id": USER}
    schema = {"type": "object", "properties": {"secret": {"type": "string"}}}
    export = {"schema": schema, "filters": {"user_id": USER}}
    hooks = f"/api/v1/webhooks/projects/{project}/"
    side.ids = {
        "memory_id": made["results"][0]["id"],
        "event_id": _good(side.ask("POST", "/v3/memories/add/", event))["event_id"],
        "webhook_id": _good(side.ask("POST", hooks, hook))["webhook_id"],
        "identifier": _good(side.ask("POST", "/v1/exports/", export))["id"],
        "org_id": str(side.project.organization_id),
        "project_id": project,
    }


def ids_in_addresses(ours: Side, theirs: Side) -> str:
    """Every operation of the deployment's own OpenAPI document that takes an id: the
    other's is answered as one that nobody has."""
    asked = 0
    for method, path, body in operations(ours):
        named = [name for name in SECRETS if f"{{{name}}}" in path]
        if not named:
            continue
        nobodys = {name: str(uuid.uuid4()) for name in named}
        foreign = _asked(ours, method, path, theirs.ids, body)
        unknown = _asked(ours, method, path, nobodys, body)
        where = f"{method.upper()} {path}"
        _nothing_of(theirs, foreign, where)
        if foreign.status_code != unknown.status_code:
            msg = f"{where}: {foreign.status_code}, and {unknown.status_code} for nobody's"
            raise Leak(msg)
        if _plain(foreign, theirs.ids) != _plain(unknown, nobodys):
            msg = f"{where}: another answer than for an id that nobody has"
            raise Leak(msg)
        asked += 1
    if asked < len(SECRETS):
        msg = f"Only {asked} operations with ids were found: this is no such server."
        raise Leak(msg)
    return f"{asked} operations"


def everything_that_is_read(ours: Side, theirs: Side) -> str:
    """Lists, searches and counts hold no word and no id of the other."""
    asked = 0
    everybody = {"user_id": "*"}
    bodies: list[tuple[str, str, Any]] = [
        ("post", "/v3/memories/", {"filters": everybody}),
        ("post", "/v2/memories/", {"filters": {"user_id": USER}}),
        (
            "post",
            "/v3/memories/search/",
            {"query": "all secrets", "filters": everybody},
        ),
        ("post", "/v2/memories/search/", {"query": "secret", "filters": everybody}),
        ("post", "/v1/summary/", {"filters": {"user_id": USER}}),
        ("get", f"/v1/memories/?user_id={USER}", None),
        ("get", f"/v2/entities/user/{USER}/", None),
        ("get", f"/v1/graph/user/{USER}/", None),
    ]
    plain = [
        (m, p, None) for m, p, _ in operations(ours) if m == "get" and "{" not in p
    ]
    for method, path, body in [*bodies, *plain]:
        answer = ours.ask(method.upper(), path, body)
        _nothing_of(theirs, answer, f"{method.upper()} {path}")
        asked += 1
    return f"{asked} requests"


def tenants_named_in_requests(ours: Side, theirs: Side) -> str:
    """A request cannot move its key by naming another project or organization."""
    asked = 0
    for name, place in itertools.product(("project_id", "org_id"), ("query", "body")):
        path = "/v3/memories/"
        body: dict[str, Any] = {"filters": {"user_id": "*"}}
        if place == "query":
            path = f"{path}?{name}={theirs.ids[name]}"
        else:
            body = {**body, name: theirs.ids[name]}
        answer = ours.ask("POST", path, body)
        _nothing_of(theirs, answer, f"{name} in the {place}")
        if answer.status_code != 404:
            msg = f"{name} of another in the {place}: {answer.status_code}, not 404"
            raise Leak(msg)
        asked += 1
    return f"{asked} requests"


def nothing_was_changed(ours: Side, theirs: Side) -> str:
    """After all that, the other's memory and webhook are as they were."""
    memory = theirs.ask("GET", f"/v1/memories/{theirs.ids['memory_id']}/")
    if memory.status_code != 200 or theirs.word not in memory.json()["memory"]:
        msg = f"the other's memory is another one: {memory.status_code}"
        raise Leak(msg)
    hook = theirs.ask("GET", f"/api/v1/webhooks/{theirs.ids['webhook_id']}/")
    if hook.status_code != 200 or theirs.word not in hook.text:
        msg = f"the other's webhook is another one: {hook.status_code}"
        raise Leak(msg)
    return "memory and webhook are there"


def keys_of_idempotency(ours: Side, theirs: Side) -> str:
    """The same Idempotency-Key in two projects is two requests."""
    name, user = uuid.uuid4().hex, "isolation-idempotency"
    for side, other in ((ours, theirs), (theirs, ours)):
        body = {"messages": f"Once {side.word}.", "user_id": user, "infer": False}
        answer = side.ask(
            "POST", "/v3/memories/add/", body, **{"Idempotency-Key": name}
        )
        _nothing_of(other, answer, "Idempotency-Key")
        if answer.status_code != 200 or "Idempotency-Replayed" in answer.headers:
            msg = f"the key of another was taken: {answer.status_code}"
            raise Leak(msg)
    return "two projects, one key"


def caches_on_the_way(ours: Side, theirs: Side) -> str:
    """The same address with another key is another answer, and says that it is private."""
    path = f"/v1/memories/?user_id={USER}"
    for side, other in ((ours, theirs), (theirs, ours), (ours, theirs)):
        answer = side.ask("GET", path)
        _nothing_of(other, answer, path)
        if side.word not in answer.text:
            msg = f"{path} did not answer with what its key has"
            raise Leak(msg)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            msg = f"{path} may be kept by a cache on the way"
            raise Leak(msg)
    return "three answers"


def connections_that_are_shared(ours: Side, theirs: Side) -> str:
    """Requests of both at once, in many orders: each is answered with its own."""

    def run(seed: int) -> int:
        chance = random.Random(seed)  # noqa: S311  an order, not a secret
        for _ in range(REQUESTS):
            side, other = chance.sample([ours, theirs], 2)
            body = {"query": "secret", "filters": {"user_id": USER}}
            answer = side.ask("POST", "/v3/memories/search/", body)
            _nothing_of(other, answer, "interleaved searches")
            if answer.status_code == 200 and side.word not in answer.text:
                msg = "a search did not find what its key has"
                raise Leak(msg)
        return REQUESTS

    with ThreadPoolExecutor(THREADS) as threads:
        return f"{sum(threads.map(run, range(THREADS)))} requests"


def without_a_key(ours: Side, theirs: Side) -> str:
    """Who has no key is told nothing."""
    for method, path, body in operations(ours):
        if path.startswith(("/v1/memories/", "/v3/memories/")) and "{" not in path:
            answer = ours.client.request(method.upper(), path, json=body)
            _nothing_of(theirs, answer, path)
            if answer.status_code != 401:
                msg = f"{method.upper()} {path} without a key: {answer.status_code}"
                raise Leak(msg)
    return "401"


def a_revoked_key(ours: Side, theirs: Side) -> str:
    """A key that was revoked is refused by every process within five seconds."""
    key, text = services.create_key(ours.project, name="revoked")
    side = Side(ours.project, text, ours.client)
    if side.ask("GET", "/v1/ping/").status_code != 200:
        msg = "a new key was refused"
        raise Leak(msg)
    services.revoke_key(ours.project, key.pk)
    begun = time.monotonic()
    while side.ask("GET", "/v1/ping/").status_code == 200:
        if time.monotonic() - begun > auth.CACHE_SECONDS + 1:
            msg = "a revoked key still opens the door after five seconds"
            raise Leak(msg)
        time.sleep(0.1)
    refusals = {side.ask("GET", "/v1/ping/").status_code for _ in range(5)}
    if refusals != {401}:
        msg = f"a revoked key was answered with {refusals}"
        raise Leak(msg)
    return f"refused after {time.monotonic() - begun:.1f} s"


def operations(side: Side) -> Iterator[tuple[str, str, Any]]:
    """(method, path, an example of a body) from the deployment's OpenAPI document."""
    described = _good(side.client.get("/docs/openapi.json"))
    for path, item in described["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, _example(item[method])


def _example(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {})
    examples = content.get("application/json", {}).get("examples", {})
    return next((each["value"] for each in examples.values()), None)


def _asked(
    side: Side, method: str, path: str, ids: dict[str, str], body: Any
) -> httpx.Response:
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", value)
    path = path.replace("{entity_type}", "user")
    path = re.sub(r"\{\w+\}", str(uuid.UUID(int=7)), path)
    return side.ask(method.upper(), path, body)


def _plain(answer: httpx.Response, ids: dict[str, str]) -> str:
    text = NEW_EACH_TIME.sub("", answer.text)
    for name, value in ids.items():
        text = text.replace(value, f"<{name}>")
    return text


def _nothing_of(other: Side, answer: httpx.Response, where: str) -> None:
    """Raises `Leak` if an answer holds the other's word, or is an accident."""
    if other.word in answer.text:
        msg = f"{where}: a word of another tenant was answered"
        raise Leak(msg)
    if answer.status_code >= 500 and "readyz" not in where:
        msg = f"{where}: {answer.status_code}"
        raise Leak(msg)


def _good(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


OVER_HTTP: tuple[Check, ...] = (
    ids_in_addresses,
    everything_that_is_read,
    tenants_named_in_requests,
    keys_of_idempotency,
    caches_on_the_way,
    connections_that_are_shared,
    without_a_key,
    a_revoked_key,
    nothing_was_changed,
)
