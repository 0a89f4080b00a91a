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

import hashlib
import logging
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from mem0.exceptions import ConflictError, Mem0Error, ValidationError
from mem0site import exceptions
from mem0site.error_bodies import problem_of
from mem0site.exceptions import is_api
from mem0site.renderers import dumps
from orgs import counting, failpoints, limits
from orgs.addresses import client_ip
from orgs.auth import Credential
from orgs.models import Project
from orgs.secrets import seal, unseal
from orgs.tenancy import tenant, with_last_word

logger = logging.getLogger(__name__)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEPT_HEADERS = ("Content-Type", "Deprecation", "Link", "Location")

_SANE = re.compile(r"[ -~]+", re.ASCII)


class DuplicateRunningError(ConflictError):
    """A request with this Idempotency-Key is still running."""

    code = "idempotency_key_in_use"
    suggestion = "Wait a second, then send it again."


class KeyReusedError(ConflictError):
    """This Idempotency-Key was used for a request with another body."""

    code = "idempotency_key_reused"
    suggestion = "Use a new key for a new request."


class AnswerLostError(ConflictError):
    """The request with this Idempotency-Key was carried out, and its answer was lost."""

    code = "idempotency_answer_lost"
    suggestion = "Read what is stored now; use a new key for a new request."


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer that was given."""

    status: int
    headers: dict[str, str]
    body: bytes


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


@dataclass(frozen=True, slots=True)
class Held:
    """A place for one answer, and the right to fill it."""

    project: Project
    digest: bytes
    fingerprint: bytes
    token: uuid.UUID

    @classmethod
    def of(cls, project: Project, request: HttpRequest, name: str) -> Held:
        """The place of a request: its method, path and key; its body must agree."""
        place = "\n".join((request.method or "", request.path, name))
        return cls(
            project,
            hashlib.sha256(place.encode()).digest(),
            _fingerprint(request),
            uuid.uuid4(),
        )

    def take(self) -> Stored | None:
        """Take the place, or the answer that is already there.

        Raises `KeyReusedError` for another body, `DuplicateRunningError` while the
        first request runs, `AnswerLostError` when it acted and ended without an answer.
        """
        with tenant(self.project), connection.cursor() as cursor:
            cursor.execute(_FORGET, [self.project.pk])
            cursor.execute(
                _TAKE,
                {
                    "project": self.project.pk,
                    "digest": self.digest,
                    "fingerprint": self.fingerprint,
                    "token": self.token,
                },
            )
            if cursor.fetchone():
                return None
            cursor.execute(_READ, [self.project.pk, self.digest])
            row = cursor.fetchone()
        return self._answer_in(row)

    def _answer_in(self, row: Any) -> Stored | None:
        if row is None:  # released between two statements
            raise DuplicateRunningError(debug_info={"retry_after": 1})
        fingerprint, status, headers, body, over = row
        if bytes(fingerprint) != self.fingerprint:
            raise KeyReusedError
        if status is None:
            if over:
                raise AnswerLostError
            raise DuplicateRunningError(debug_info={"retry_after": 1})
        return Stored(
            status, orjson.loads(headers), unseal(bytes(body).decode()).encode()
        )

    def acting(self, project_id: uuid.UUID) -> None:
        """Note, in a tenant's transaction that is about to commit, that it wrote.

        Raises `DuplicateRunningError` when the place was taken over: this execution
        took too long and must not act beside another.
        """
        if project_id != self.project.pk:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                _ACT,
                {
                    "project": self.project.pk,
                    "digest": self.digest,
                    "token": self.token,
                },
            )
            (mine,) = cursor.fetchone()
        if not mine:
            raise DuplicateRunningError(debug_info={"retry_after": 1})

    def keep(self, response: HttpResponse) -> None:
        """Fill the place, unless it was taken over meanwhile."""
        with tenant(self.project), connection.cursor() as cursor:
            cursor.execute(
                _KEEP,
                [
                    response.status_code,
                    orjson.dumps(_kept_headers(response)).decode(),
                    seal(response.content.decode()).encode(),
                    self.project.pk,
                    self.digest,
                    self.token,
                ],
            )

    def release(self) -> None:
        """Leave the place, unless something has happened under this key."""
        with tenant(self.project), connection.cursor() as cursor:
            cursor.execute(_RELEASE, [self.project.pk, self.digest, self.token])


@dataclass(frozen=True, slots=True)
class Unowned:
    """A place of somebody who has no tenant yet, as one who signs up.

    It belongs to the address the request came from, and lives in the cache that all
    processes share: without a tenant there is no transaction to note in it.
    """

    place: str
    fingerprint: bytes

    @classmethod
    def of(cls, request: HttpRequest, name: str) -> Unowned:
        """The place of a request from an address."""
        place = "\n".join(
            (client_ip(request), request.method or "", request.path, name)
        )
        digest = hashlib.sha256(place.encode()).hexdigest()
        return cls(f"idempotency:{digest}", _fingerprint(request))

    def take(self) -> Stored | None:
        """As `Held.take`."""
        if cache.add(self.place, (self.fingerprint, None), RUNNING):
            return None
        fingerprint, answer = cache.get(self.place) or (self.fingerprint, None)
        if fingerprint != self.fingerprint:
            raise KeyReusedError
        if answer is None:
            raise DuplicateRunningError(debug_info={"retry_after": 1})
        status, headers, body = answer
        return Stored(status, headers, unseal(body).encode())

    def acting(self, project_id: uuid.UUID) -> None:
        """There is no row to note anything in."""

    def keep(self, response: HttpResponse) -> None:
        """Fill the place."""
        body = seal(response.content.decode())
        answer = response.status_code, _kept_headers(response), body
        cache.set(self.place, (self.fingerprint, answer), KEPT)

    def release(self) -> None:
        """Leave the place."""
        cache.delete(self.place)


RUNNING, KEPT = 300, 24 * 3600
"""Seconds a request may run, and for which its answer is kept."""
# Answers are kept for a day. A request may run for as long as clients wait, 300
# seconds; then its process is taken for dead and its key is free again.
_FORGET = (
    "DELETE FROM mem0site_idempotentrequest "
    "WHERE project_id = %s AND locked_at < now() - interval '24 hours'"
)
# A place that somebody has is not even locked: many who ask for it again and again would
# hold up the one who has it and wants to leave the answer there.
_TAKE = """
INSERT INTO mem0site_idempotentrequest AS r
  (project_id, digest, fingerprint, token, headers, locked_at)
SELECT %(project)s, %(digest)s, %(fingerprint)s, %(token)s, '{}', now()
 WHERE NOT EXISTS (
   SELECT FROM mem0site_idempotentrequest
    WHERE project_id = %(project)s AND digest = %(digest)s
      AND (status IS NOT NULL OR acted
           OR locked_at >= now() - interval '300 seconds'))
ON CONFLICT (project_id, digest) DO UPDATE SET
  fingerprint = excluded.fingerprint, token = excluded.token, locked_at = now()
WHERE r.status IS NULL AND NOT r.acted
  AND r.locked_at < now() - interval '300 seconds'
RETURNING token
"""
_READ = (
    "SELECT fingerprint, status, headers, body, "
    "locked_at < now() - interval '300 seconds' FROM mem0site_idempotentrequest "
    "WHERE project_id = %s AND digest = %s"
)
# Whoever only reads has no transaction id, and leaves no mark. The row of a project
# that was just deleted is nobody's.
_ACT = """
WITH wrote AS MATERIALIZED (
  SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS something
), marked AS (
  UPDATE mem0site_idempotentrequest r SET acted = true FROM wrote
   WHERE wrote.something AND r.project_id = %(project)s AND r.digest = %(digest)s
     AND r.token = %(token)s
     AND r.status IS NULL
  RETURNING 1
)
SELECT NOT something OR EXISTS (SELECT FROM marked) OR NOT EXISTS (
  SELECT FROM mem0site_idempotentrequest
   WHERE project_id = %(project)s AND digest = %(digest)s)
  FROM wrote
"""
_KEEP = (
    "UPDATE mem0site_idempotentrequest SET status = %s, headers = %s, body = %s "
    "WHERE project_id = %s AND digest = %s AND token = %s"
)
_RELEASE = (
    "DELETE FROM mem0site_idempotentrequest "
    "WHERE project_id = %s AND digest = %s AND token = %s AND status IS NULL "
    "AND NOT acted"
)


def canonical(body: bytes) -> bytes:
    """A body without what JSON leaves open: the order of keys, spaces."""
    try:
        return orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    except (ValueError, orjson.JSONEncodeError):  # read, but too deep to be written
        return body


def _fingerprint(request: HttpRequest) -> bytes:
    query = request.META.get("QUERY_STRING", "").encode()
    return hashlib.sha256(query + b"\n" + canonical(request.body)).digest()


def _kept_headers(response: HttpResponse) -> dict[str, str]:
    return {n: response.headers[n] for n in KEPT_HEADERS if n in response.headers}


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
