"""Who is asking: the API key names the project, and the project is the tenant.

Nothing else in a request can choose a tenant. A look-up is one query by digest
and is remembered for a few seconds, so that a revoked key stops within them.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from mem0.exceptions import PermissionDeniedError
from orgs import failures, keys, scopes
from orgs.models import ApiKey, Organization, Project

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

CACHE_SECONDS = 4.0
CACHE_SIZE = 10_000
INVALID = "Invalid API key."

_cache: dict[bytes, tuple[float, Credential]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Credential:
    """A key that was let in, and where it leads. Holds no secret."""

    key_id: UUID
    label: str
    project: Project
    expires_at: dt.datetime | None
    created_by_id: UUID | None = None
    scopes: frozenset[str] | None = None
    """What the key is restricted to; None: nothing."""

    @property
    def organization(self) -> Organization:
        """Whose project it is."""
        return self.project.organization


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Token <key>` or `Bearer <key>`."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Credential] | None:
        """The credential of the request; None when it has none."""
        scheme, _, rest = get_authorization_header(request).partition(b" ")
        if scheme.lower() not in {b"token", b"bearer"}:
            return None
        return AnonymousUser(), admitted(request, rest.decode("latin-1").strip())

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Token"


class HasApiKey(BasePermission):
    """Only requests that came with a key."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether authentication found a credential; a 403 when it does not reach."""
        if not isinstance(request.auth, Credential):
            return False
        check_scope(request.auth, str(request.method), request.path)
        return True


def check_scope(given: Credential, method: str, path: str) -> None:
    """Raises `PermissionDeniedError` when the key is restricted to other things."""
    scope = scopes.needed(method, path)
    if scope and given.scopes is not None and scope not in given.scopes:
        msg = f"This API key is restricted and lacks the scope {scope}."
        raise PermissionDeniedError(msg, error_code="missing_scope")


def admitted(request: Request, key: str) -> Credential:
    """The credential of a request's key. Raises `AuthenticationFailed`, and
    `RateLimitError` once its address has failed too often."""
    refusal = failures.blocked(request)
    if refusal is not None and not _was_let_in(key):
        raise refusal
    try:
        found = credential(key)
    except AuthenticationFailed:
        headers = failures.record(request)
        _answered_by(request).update(headers)
        raise
    structlog.contextvars.bind_contextvars(
        project=str(found.project.pk), key=found.label
    )
    return found


def _answered_by(request: Request) -> dict[str, str]:
    """The headers that REST framework puts on the answer."""
    view = request.parser_context.get("view")
    headers: dict[str, str] = getattr(view, "headers", {})
    return headers


def remembered(key: str) -> Credential | None:
    """The credential of a key that was looked up a moment ago; asks no database."""
    found = (_fresh(keys.digest(key, pepper)) for pepper in settings.API_KEY_PEPPERS)
    return next(filter(None, found), None)


def _was_let_in(key: str) -> bool:
    return any(
        keys.digest(key, pepper) in _cache for pepper in settings.API_KEY_PEPPERS
    )


def credential(key: str) -> Credential:
    """The credential of a key. Raises `AuthenticationFailed`."""
    if not keys.is_well_formed(key):
        raise AuthenticationFailed(INVALID)
    for pepper in settings.API_KEY_PEPPERS:
        found = _remembered(keys.digest(key, pepper))
        if found is not None:
            if found.expires_at is not None and found.expires_at <= timezone.now():
                break
            return found
    raise AuthenticationFailed(INVALID)


def _fresh(digest: bytes) -> Credential | None:
    hit = _cache.get(digest)
    return hit[1] if hit and time.monotonic() - hit[0] < CACHE_SECONDS else None


def _remembered(digest: bytes) -> Credential | None:
    now, found = time.monotonic(), _fresh(digest)
    if found is not None:
        return found
    found = _look_up(digest)
    with _lock:
        if len(_cache) >= CACHE_SIZE:
            _cache.clear()
        if found is None:
            _cache.pop(digest, None)
        else:
            _cache[digest] = (now, found)
    return found


def _look_up(digest: bytes) -> Credential | None:
    """The one read before a tenant is known: a policy shows the row of this digest."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.open_with(
                f"SELECT set_config('app.key_digest', '{digest.hex()}', true)"
            )
        key = (
            ApiKey.unscoped.live()
            .select_related("project__organization")
            .filter(digest=digest, project__organization__suspended_at=None)
            .first()
        )
    if key is None:
        return None
    return Credential(
        key.pk,
        str(key),
        key.project,
        key.expires_at,
        key.created_by_id,
        None if key.scopes is None else frozenset(key.scopes),
    )


def forget(project_id: UUID) -> None:
    """Look keys of a project up anew, because its settings or keys have changed.

    Other processes do so within `CACHE_SECONDS`.
    """
    with _lock:
        for digest, (_, found) in list(_cache.items()):
            if found.project.pk == project_id:
                del _cache[digest]
