"""Every route of the site with its methods, walked in Django's own resolver, and one
request for each: with `{ids}` where a stranger's could stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")
PUBLIC = ("healthz", "readyz", "admin/")
"""Routes without a tenant: probes, and the pages behind a login."""


@dataclass(frozen=True)
class Case:
    """A request. `denied` is the status where its ids are not the caller's."""

    path: str
    body: dict[str, Any] | None = None
    denied: int | None = None


def routes() -> Iterator[tuple[str, str]]:
    """(pattern, METHOD) of every route that belongs to a tenant."""
    for pattern, callback in _walk(get_resolver()):
        if not pattern.startswith(PUBLIC):
            yield from ((pattern, method.upper()) for method in _methods(callback))


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for each in resolver.url_patterns:
        place = prefix + str(each.pattern).removeprefix("^")
        if isinstance(each, URLResolver):
            yield from _walk(each, place)
        elif isinstance(each, URLPattern):
            yield place, each.callback


def _methods(callback: Any) -> list[str]:
    actions = getattr(callback, "actions", None)
    if actions:
        return list(actions)
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    return [name for name in METHODS if hasattr(view, name)] if view else ["get"]


SOMEBODY = {"filters": {"user_id": "{user}"}}
SAID = {"messages": "I like tea.", "user_id": "carol", "infer": False}
OF_ENTITY = r"v1/memories/(?P<entity_type>user|agent|app|run)/(?P<entity_id>.+)/$"
MEMORY = "v1/memories/<path:memory_id>/"
BY_NAME = "v2/entities/<str:entity_type>/<path:name>/"
BY_NUMBER = "v1/entities/<str:entity_type>/<path:name>/"
HELD = {"memory_id": "{memory}"}

CASES: dict[tuple[str, str], Case] = {
    ("v1/ping/", "GET"): Case("/v1/ping/"),
    ("v3/memories/add/", "POST"): Case("/v3/memories/add/", SAID),
    ("v1/memories/", "POST"): Case("/v1/memories/", SAID),
    ("v3/memories/search/", "POST"): Case(
        "/v3/memories/search/", {"query": "vault", **SOMEBODY}, 200
    ),
    ("v2/memories/search/", "POST"): Case(
        "/v2/memories/search/", {"query": "vault", **SOMEBODY}, 200
    ),
    ("v1/memories/search/", "POST"): Case(
        "/v1/memories/search/", {"query": "vault", "user_id": "{user}"}, 200
    ),
    ("v3/memories/", "POST"): Case("/v3/memories/", SOMEBODY, 200),
    ("v2/memories/", "POST"): Case("/v2/memories/", SOMEBODY, 200),
    ("v1/memories/", "GET"): Case("/v1/memories/?user_id={user}", None, 200),
    ("v1/memories/", "DELETE"): Case("/v1/memories/?user_id={user}", None, 200),
    ("v1/memories/events/", "GET"): Case("/v1/memories/events/"),
    ("v1/memories/<path:memory_id>/history/", "GET"): Case(
        "/v1/memories/{memory}/history/", None, 404
    ),
    (OF_ENTITY, "GET"): Case("/v1/memories/user/{user}/", None, 200),
    (MEMORY, "GET"): Case("/v1/memories/{memory}/", None, 404),
    (MEMORY, "PUT"): Case("/v1/memories/{memory}/", {"text": "Opened."}, 404),
    (MEMORY, "DELETE"): Case("/v1/memories/{memory}/?delete_linked=true", None, 404),
    ("v1/batch/", "PUT"): Case(
        "/v1/batch/", {"memories": [{**HELD, "text": "Opened."}]}, 404
    ),
    ("v1/batch/", "DELETE"): Case("/v1/batch/", {"memories": [HELD]}, 404),
    ("v1/entities/", "GET"): Case("/v1/entities/"),
    (BY_NUMBER, "DELETE"): Case("/v1/entities/user/{number}/", None, 404),
    (BY_NAME, "GET"): Case("/v2/entities/user/{user}/", None, 404),
    (BY_NAME, "DELETE"): Case("/v2/entities/user/{user}/", None, 200),
    ("v1/events/", "GET"): Case("/v1/events/"),
    ("v1/event/<str:event_id>/", "GET"): Case("/v1/event/{event}/", None, 404),
}
