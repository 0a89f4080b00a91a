"""Looks for canaries in what is answered. Without one, that is a search for nine bytes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from mem0site.isolation import canaries
from mem0site.request_id import request_id
from orgs.auth import Credential

logger = logging.getLogger(__name__)

STAFF = "/admin/"
"""Where canaries of all tenants may be seen."""


class CanaryMiddleware:
    """Stands near the front, so that it sees what leaves, whatever it was taken from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and canaries.MARK in response.content:
            self._look(request, response)
        return response

    def _look(self, request: HttpRequest, response: HttpResponse) -> None:
        if request.path.startswith(STAFF) or _asked_for(request):
            return
        where = f"{request.method} {request.path}"
        try:
            canaries.check_answer(
                response.content, project_of(request), where, request_id(request)
            )
        except Exception:  # an alarm must not be what breaks the answer
            logger.exception("An answer could not be checked for canaries")


def project_of(request: HttpRequest) -> UUID | None:
    """The project that is answered: its key's, or that of the page's address."""
    credential = getattr(request, "auth", None)
    if isinstance(credential, Credential):
        return credential.project.pk
    match = request.resolver_match
    found = match.kwargs.get("project_id") if match else None
    return found if isinstance(found, UUID) else None


def _asked_for(request: HttpRequest) -> bool:
    """Whether the request brought the canary itself, as an error's echo would show."""
    sent = getattr(request, "_body", b"")
    return canaries.MARK in sent or canaries.MARK.decode() in request.get_full_path()
