"""Which routes have a successor, told to clients in headers (RFC 9745, RFC 8288).

Deprecated routes answer as ever; `Deprecation` says since when they are deprecated
and `Link` names what to call instead. Versions are data: a row of this table.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase


@dataclass(frozen=True, slots=True)
class Deprecated:
    """A route, by method and path, that another one replaces."""

    method: str
    path: re.Pattern[str]
    since: dt.date
    successor: str

    @property
    def headers(self) -> dict[str, str]:
        """`Deprecation: @<Unix seconds>` and the successor's link."""
        start = dt.datetime.combine(self.since, dt.time.min, tzinfo=dt.UTC)
        return {
            "Deprecation": f"@{int(start.timestamp())}",
            "Link": f'<{self.successor}>; rel="successor-version"',
        }


_V2_SINCE = dt.date(2026, 3, 1)
_V1_SINCE = dt.date(2025, 10, 1)


def _row(method: str, path: str, since: dt.date, successor: str) -> Deprecated:
    return Deprecated(method, re.compile(path), since, successor)


ROUTES = (
    _row("POST", "/v1/memories/", _V1_SINCE, "/v3/memories/add/"),
    _row("GET", "/v1/memories/", _V1_SINCE, "/v3/memories/"),
    _row("POST", "/v1/memories/search/", _V1_SINCE, "/v3/memories/search/"),
    _row("POST", "/v2/memories/", _V2_SINCE, "/v3/memories/"),
    _row("POST", "/v2/memories/search/", _V2_SINCE, "/v3/memories/search/"),
    _row(
        "DELETE",
        r"/v1/entities/[^/]+/[^/]+/",
        _V1_SINCE,
        "/v2/entities/{entity_type}/{entity_id}/",
    ),
)


class DeprecationMiddleware:
    """Adds the headers of a deprecated route to its answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(("/v1/", "/v2/")):
            for name, value in headers_of(request.method or "", request.path).items():
                response.headers[name] = value
        return response


def headers_of(method: str, path: str) -> dict[str, str]:
    """The headers of a deprecated route; none for any other."""
    for route in ROUTES:
        if route.method == method and route.path.fullmatch(path):
            return route.headers
    return {}
