"""Where the answer to a request with an `Idempotency-Key` is kept: in a row of the
project, or in the cache for who has no tenant yet.

A place is taken before the request is carried out, filled with its answer, or left when
it did nothing. Answers are kept for a day. A request may run for as long as clients wait,
`RUNNING` seconds; then its process is taken for dead and its key is free again.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse

from mem0.exceptions import ConflictError
from orgs.addresses import client_ip
from orgs.models import Project
from orgs.secrets import seal, unseal
from orgs.tenancy import tenant

RUNNING, KEPT = 300, 24 * 3600
"""Seconds a request may run, and for which its answer is kept."""
KEPT_HEADERS = ("Content-Type", "Deprecation", "Link", "Location")


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


_FORGET = (
    "DELETE FROM mem0site_idempotentrequest "  # noqa: S608  a number of ours
    f"WHERE project_id = %s AND locked_at < now() - interval '{KEPT} seconds'"
)
# A place that somebody has is not even locked: many who ask for it again and again would
# hold up the one who has it and wants to leave the answer there.
_TAKE = f"""
INSERT INTO mem0site_idempotentrequest AS r
  (project_id, digest, fingerprint, token, headers, locked_at)
SELECT %(project)s, %(digest)s, %(fingerprint)s, %(token)s, '{{}}', now()
 WHERE NOT EXISTS (
   SELECT FROM mem0site_idempotentrequest
    WHERE project_id = %(project)s AND digest = %(digest)s
      AND (status IS NOT NULL OR acted
           OR locked_at >= now() - interval '{RUNNING} seconds'))
ON CONFLICT (project_id, digest) DO UPDATE SET
  fingerprint = excluded.fingerprint, token = excluded.token, locked_at = now()
WHERE r.status IS NULL AND NOT r.acted
  AND r.locked_at < now() - interval '{RUNNING} seconds'
RETURNING token
"""  # noqa: S608  a number of ours
_READ = (
    "SELECT fingerprint, status, headers, body, "  # noqa: S608  a number of ours
    f"locked_at < now() - interval '{RUNNING} seconds' FROM mem0site_idempotentrequest "
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
