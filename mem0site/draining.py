"""Reads the rest of a body that nobody asked for.

A web server closes the connection when it answers a request whose body it has not
read, and the client's next request on that connection fails. Who is refused early
(no key, a full window, no such address) should get answers, not broken connections.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, UnreadablePostError

CHUNK = 64 * 1024
MOST = 1024 * 1024
"""Bytes that are read for nothing at most; who sends more may have to connect anew."""


class DrainingMiddleware:
    """Stands outermost, where whatever wanted the body has had it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.META.get("CONTENT_LENGTH") and not hasattr(request, "_body"):
            _drain(request)
        return response


def _drain(request: HttpRequest) -> None:
    left = MOST
    try:
        while left > 0 and request.read(CHUNK):
            left -= CHUNK
    except UnreadablePostError:
        return
