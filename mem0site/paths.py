"""Paths as clients write them: doubled slashes, missing slashes.

A client whose host ends with `/` asks for `//v1/ping/`, raw-HTTP users forget the
last slash, and a redirect would drop the body of a POST. So the path is put right
before it is routed, and nobody is redirected.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

API = ("/v1/", "/v2/", "/v3/", "/api/")
ENTITIES = re.compile(r"^/v[12]/entities/")


class PathMiddleware:
    """Collapses doubled slashes and completes API paths."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path_info = request.path = canonical(request.path_info)
        return self.get_response(request)


def canonical(path: str) -> str:
    """The path that is routed. A slash inside an entity's name is part of the name."""
    path = "/" + path.lstrip("/")
    if not path.startswith(API):
        return path
    if not ENTITIES.match(path):
        path = re.sub(r"/{2,}", "/", path)
    return path if path.endswith("/") else f"{path}/"
