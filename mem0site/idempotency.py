"""`Idempotency-Key`: a request sent twice acts once.

The first request with a key takes a row and is carried out; its answer is kept in
the row for a day and given to whoever sends the same request again. Only successes
are kept: every write of the API is one transaction, so a request that failed has
done nothing and may be tried again under its key. A middleware, because it must
see the finished answer; without the header it costs a dictionary look-up.

That transaction notes in the row that it acted, and rolls back when the row is in
other hands by now. So a process that dies between the effect and the kept answer
leaves a key that says so, and never a second effect.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence

import orjson
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from mem0.exceptions import Mem0Error, ValidationError
from mem0site import exceptions
from mem0site.error_bodies import problem_of
from mem0site.exceptions import is_api
from mem0site.idempotent_answers import Held, Stored, Unowned
from mem0site.renderers import dumps
from orgs import counting, failpoints, limits
from orgs.auth import Credential
from orgs.tenancy import with_last_word

logger = logging.getLogger(__name__)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})

_SANE = re.compile(r"[ -~]+", re.ASCII)


class IdempotencyMiddleware:
    """Carries out a named request once and repeats its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = request.headers.get(HEADER)
        if name is None or request.method not in METHODS or not is_api(request.path):
            return self.get_response(request)
        try:
            authenticators = _authenticators(request)
            credential = _credential(request, authenticators or ())
            if credential is not None:
                held = Held.of(credential.project, request, _checked(name))
                return self._once(request, credential, held)
            if authenticators is not None and not authenticators:
                unowned = Unowned.of(request, _checked(name))
                return self._once(request, None, unowned)
            return self.get_response(request)
        except (Mem0Error, AuthenticationFailed, DatabaseError) as exc:
            return exceptions.answer(request, problem_of(exc))

    def _once(
        self, request: HttpRequest, credential: Credential | None, held: Held | Unowned
    ) -> HttpResponse:
        answer = held.take()
        if answer is not None:
            if credential is not None:
                request.auth = credential  # type: ignore[attr-defined]  # as a view would
                # A replay is a request like any other to the limits.
                counting.admit(request, credential.key_id, credential.project)
            return _replay(answer)
        try:
            with with_last_word(held.acting):
                response = self.get_response(request)
        except BaseException:
            held.release()
            raise
        failpoints.reached("web.answered")
        try:
            if 200 <= response.status_code < 300:
                held.keep(response)
            else:
                held.release()
        except DatabaseError:
            # What was done is done; the key stays taken until the lock ends.
            logger.exception("The answer to an idempotent request was not kept.")
        return response


def _authenticators(request: HttpRequest) -> Sequence[type[BaseAuthentication]] | None:
    """How the view of the route asks who is there; None where there is no such view."""
    try:
        view = getattr(resolve(request.path_info).func, "cls", None)
    except Resolver404:
        return None
    return getattr(view, "authentication_classes", None)


def _credential(
    request: HttpRequest, authenticators: Sequence[type[BaseAuthentication]]
) -> Credential | None:
    """The key's project. Raises `AuthenticationFailed` as the view would."""
    asked = Request(request)
    for authenticator in authenticators:
        found = authenticator().authenticate(asked)
        if found is not None:
            return found[1] if isinstance(found[1], Credential) else None
    return None


def _checked(name: str) -> str:
    most = limits.current().idempotency_key
    if not name or len(name) > most or not _SANE.fullmatch(name):
        msg = f"{HEADER} must be 1 to {most} printable ASCII characters."
        raise ValidationError(msg)
    return name


def _replay(answer: Stored) -> HttpResponse:
    body = answer.body
    if b'"replayed"' in body:
        data = orjson.loads(body)
        if isinstance(data, dict) and "replayed" in data:
            body = dumps(data | {"replayed": True})
    headers = {**answer.headers, REPLAYED: "true"}
    return HttpResponse(body, status=answer.status, headers=headers)
