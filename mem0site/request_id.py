"""One id per request: taken from the client when it is sane, made otherwise.

It is on the request, in the answer's `X-Request-ID`, in every error body and bound to
every log line written while the request runs, so a report from a user finds its logs.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

from orgs import limits

HEADER = "X-Request-ID"

_SANE = re.compile(r"[!-~]+", re.ASCII)


class RequestIdMiddleware:
    """Names the request; stands first, so that every answer carries the name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = accept(request.headers.get(HEADER))
        request.request_id = name  # type: ignore[attr-defined]  # read by request_id()
        # The thread may have served others before: their key is not on our lines.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=name)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response.headers[HEADER] = name
        return response


def accept(given: str | None) -> str:
    """The client's id when it is printable ASCII and short, a new one otherwise."""
    if given and len(given) <= limits.current().request_id and _SANE.fullmatch(given):
        return given
    return uuid.uuid4().hex


def request_id(request: object) -> str:
    """The id of a request (Django's or REST framework's), or of the running one."""
    bound = structlog.contextvars.get_contextvars().get("request_id")
    return str(getattr(request, "request_id", None) or bound or uuid.uuid4().hex)
