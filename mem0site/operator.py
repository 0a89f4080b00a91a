"""`/operator/…`: the pipeline for those who run the server, as JSON.

Behind `OPERATOR_TOKEN`, because it speaks of all tenants; without the setting these
addresses do not exist.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from mem0site import pipeline
from mem0site.error_bodies import Problem
from mem0site.renderers import dumps
from mem0site.request_id import request_id
from memories import retrying

Answering = Callable[..., HttpResponse]


def for_operators(view: Answering) -> Answering:
    """404 without the setting, 401 without the token."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.OPERATOR_TOKEN:
            raise Http404
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        wanted = settings.OPERATOR_TOKEN.encode()
        if scheme != "Bearer" or not hmac.compare_digest(given.encode(), wanted):
            sentence = "The operator's token is needed."
            return _refused(request, Problem(401, sentence, "authentication_failed"))
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@for_operators
def state(request: HttpRequest) -> HttpResponse:
    """Queues, deliveries, workers, database, and the latest dead jobs."""
    return _json(asdict(pipeline.state()))


@csrf_exempt
@require_POST
@for_operators
def retry(request: HttpRequest, job_id: UUID | None = None) -> HttpResponse:
    """Bring one dead job back, or all of them; how many that were."""
    count = retrying.retry_dead(job_id=job_id)
    if job_id is not None and not count:
        sentence = "There is no dead job of this id."
        return _refused(request, Problem(404, sentence, "not_found"))
    return _json({"retried": count})


def _json(data: object) -> HttpResponse:
    return HttpResponse(dumps(data), content_type="application/json")


def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    made = HttpResponse(
        dumps(problem.body(request_id(request))),
        content_type="application/json",
        status=problem.status,
    )
    if problem.status == 401:
        made.headers["WWW-Authenticate"] = "Bearer"
    return made
