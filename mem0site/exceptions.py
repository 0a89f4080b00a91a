"""Every error leaves as JSON of one shape, whoever raised it.

The body is `{"detail", "error", "code", "request_id"}`: `detail` is the sentence the
official Python client shows, `error` the key the hosted service uses. Where the
hosted service has a body of its own, the raising side gives it as
`details={"wire": {…}}` and it comes first. `error_bodies` turns an exception into
that shape; here it becomes a response, and this is the only place that does it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.template.loader import render_to_string
from django.utils.html import escape
from rest_framework.response import Response
from rest_framework.views import set_rollback

from mem0site.error_bodies import Problem, problem_of
from mem0site.renderers import dumps
from mem0site.request_id import request_id

logger = logging.getLogger(__name__)

API_PATHS = ("v1", "v2", "v3", "api", "operator", "metrics")
FLAT_PATHS = (
    "memories",
    "search",
    "reset",
    "configure",
    "generate-instructions",
    "entities",
    "api-keys",
    "requests",
    "auth",
)
"""First segments of the paths that self-hosting clients use without a version."""


def handle(exc: Exception, context: Mapping[str, Any]) -> Response:
    """REST framework's exception handler: the response for any exception."""
    set_rollback()
    request = context.get("request")
    problem = problem_of(exc)
    if problem.status >= 500:
        _log(problem, exc, request)
    return Response(
        problem.body(request_id(request)),
        status=problem.status,
        headers=problem.headers,
    )


def _log(problem: Problem, exc: BaseException, request: Any) -> None:
    """The traceback and where it happened; never what the client sent."""
    logger.error(
        "%s %s failed with %s: %s",
        getattr(request, "method", "-"),
        getattr(request, "path", "-"),
        problem.status,
        type(exc).__name__,
        exc_info=exc,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler400: a bad host, a suspicious path, a body too large."""
    return answer(request, problem_of(exception, otherwise=400))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler403."""
    return answer(request, problem_of(exception, otherwise=403))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler404; the routes that were tried are not shown."""
    detail = f"There is no {request.path} here: /docs/api/ has the routes."
    if not _reads_json(request):
        detail = "The page does not exist, or you have no part in it."
    return answer(request, Problem(404, detail, "not_found"))


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's handler500; Django has logged the traceback."""
    return answer(request, Problem(500, "Internal server error", "internal_error"))


VERSION = re.compile(r"v\d{1,3}")
"""A generation of the API that does not exist is asked for by a program too."""


def is_api(path: str) -> bool:
    """Whether the caller of this path reads JSON."""
    first = path.strip("/").split("/", 1)[0]
    return first in {*API_PATHS, *FLAT_PATHS} or bool(VERSION.fullmatch(first))


def _reads_json(request: HttpRequest) -> bool:
    """A path of the API, or none of it that a program mistook for one."""
    if is_api(request.path):
        return True
    accepted = request.headers.get("accept", "")
    if "text/html" in accepted:
        return False
    has_key = "authorization" in request.headers or "x-api-key" in request.headers
    return has_key or "application/json" in accepted


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The response outside of REST framework: JSON, or a page for people."""
    name = request_id(request)
    if _reads_json(request):
        body, kind = dumps(problem.body(name)), "application/json"
    else:
        body, kind = _page(request, problem, name).encode(), "text/html; charset=utf-8"
    return HttpResponse(
        body, content_type=kind, status=problem.status, headers=problem.headers
    )


TITLES = {
    400: "That did not make sense",
    403: "This is not yours to do",
    404: "There is nothing here",
    413: "That is too much at once",
}


def _page(request: HttpRequest, problem: Problem, name: str) -> str:
    if problem.status >= 500:
        return _bare_page(problem, name)
    context = {
        "status": problem.status,
        "title": TITLES.get(problem.status, "That did not work"),
        "detail": problem.detail,
        "request_id": name,
    }
    return render_to_string("problem.html", context, request)


def _bare_page(problem: Problem, name: str) -> str:
    """A page that needs no template, so that it also works when templates do not."""
    detail = escape(problem.detail)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<title>{problem.status}</title><link rel="stylesheet" '
        f'href="/static/dashboard/app.css"><div class="door"><main class="problem">'
        f"<h1>{problem.status}</h1><p>{detail}</p>"
        f'<p class="faint small">Request {escape(name)}</p></main></div></html>\n'
    )
