"""Refuses a key whose window is known to be full before anything else looks at it.

The view's throttle would refuse it just so, after REST framework has built a request,
negotiated and authenticated; who floods should cost its neighbours as little as can be.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from mem0.exceptions import RateLimitError
from mem0site.error_bodies import problem_of
from mem0site.exceptions import answer, is_api
from orgs import auth, counting


class FloodMiddleware:
    """Asks only what this process remembers; whom it does not know passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if counting.somebody_floods() and is_api(request.path):
            refusal = _refusal(request)
            if refusal is not None:
                return answer(request, problem_of(refusal))
        return self.get_response(request)


def _refusal(request: HttpRequest) -> RateLimitError | None:
    scheme, _, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() not in {"token", "bearer"}:
        return None
    found = auth.remembered(key.strip())
    if found is None:
        return None
    refusal = counting.known_refusal(found.key_id, found.project)
    if refusal is not None:
        request.auth = found  # type: ignore[attr-defined]  # whose usage it is
    return refusal
