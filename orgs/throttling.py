"""The limits of the plan, asked by REST framework before any view runs.

REST framework's own throttles keep lists of times in a cache, which neither counts
exactly nor speaks of what is left; this one asks `orgs.counting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.throttling import BaseThrottle

from orgs import counting

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class PlanThrottle(BaseThrottle):
    """Every window of the key and of its project must have room."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """True, or `RateLimitError`: REST framework's own refusal knows no numbers.

        REST framework copies `view.headers` onto whatever the view answers.
        """
        credential: Any = request.auth
        if getattr(credential, "project", None) is not None:
            found = counting.admit(request, credential.key_id, credential.project)
            view.headers.update(found)
        return True
