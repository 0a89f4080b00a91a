"""Every request, whoever asks: a count for Prometheus and a line in the log."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

from mem0site import metrics
from orgs.usage.verbs import template

QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines: counted, not logged."""
UNMATCHED = "unmatched"

logger = structlog.stdlib.get_logger("mem0site.requests")


class ObservingMiddleware:
    """Stands behind the request id, which its log line carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        route = route_of(request)
        metrics.observe(request.method or "", route, response.status_code, seconds)
        if request.path not in QUIET:
            logger.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
            )
        return response


def route_of(request: HttpRequest) -> str:
    """The template of the route that answered."""
    match = request.resolver_match
    return UNMATCHED if match is None else template(match.route)
