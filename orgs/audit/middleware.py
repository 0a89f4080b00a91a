"""Says for each request who is acting, and takes note of what keys read."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from orgs.audit import reads
from orgs.audit.actors import acting
from orgs.audit.asking import actor_of

logger = logging.getLogger(__name__)


class AuditMiddleware:
    """Stands outside of whatever records something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting(lambda: actor_of(request)):
            response = self.get_response(request)
        try:
            reads.observe(request, response)
        except Exception:
            logger.exception("A read could not be recorded")
        return response
