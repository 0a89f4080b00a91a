"""Answers of the API are for who asked: nothing on the way may keep one.

A proxy that remembers answers by their address, whatever key they were given to, would
hand one tenant's memories to the next.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from mem0site.exceptions import is_api

PRIVATE = "private, no-store"


class KeepingMiddleware:
    """Says so on every answer of the API; pages say so themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_api(request.path):
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response
