"""Observes every request that a key let in. Stands near the front, so that what it
measures is what the client waits for the server."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from orgs.usage.observation import observe
from orgs.usage.recorder import RECORDER

logger = logging.getLogger(__name__)


class UsageMiddleware:
    """Hands what it saw to the recorder; a failure of that is no failure of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        latency = (time.perf_counter() - begun) * 1000
        try:
            seen = observe(request, response, latency)
            if seen is not None:
                RECORDER.record(seen)
        except Exception:
            logger.exception("A request could not be observed")
        return response
