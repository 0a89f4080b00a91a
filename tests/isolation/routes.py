"""Every route of the site with its methods, walked in Django's own resolver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")
PUBLIC = (
    "healthz", "readyz", "admin/", "docs/", "auth/setup-status", "dashboard", "accounts/",
    "metrics", "operator/",
    "api/v1/auth/email_code/", "api/v1/auth/agent_mode/",
)  # fmt: skip
"""Routes without a tenant of their key: probes, pages behind a login (which
tests/dashboard walks), the way to a first key."""


def routes() -> Iterator[tuple[str, str]]:
    """(pattern, METHOD) of every route that belongs to a tenant."""
    for pattern, callback in _walk(get_resolver()):
        if pattern and (not pattern.startswith(PUBLIC) or pattern.endswith("caller/")):
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
    if actions:  # the framework adds HEAD to a view once it has answered
        return [name for name in actions if name != "head"]
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    return [name for name in METHODS if hasattr(view, name)] if view else ["get"]
