"""What the endpoints without a version share: their key's header and their errors."""

from __future__ import annotations

from typing import Any, NoReturn

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from mem0.entities import ENTITY_IDS
from mem0.exceptions import ValidationError
from mem0.memory.filters import Filter, scope_filter
from mem0.memory.types import Scope
from memories.api.operations import RecordedAPIView
from orgs import limits
from orgs.auth import ApiKeyAuthentication, Credential, admitted

NO_KEY = "Authentication required. Provide a Bearer token or X-API-Key header."
NOBODY = "At least one identifier (user_id, agent_id, run_id) is required."


class ApiKeyHeader(BaseAuthentication):
    """`X-API-Key: <key>`."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Credential] | None:
        """The credential of the request; None when it has none."""
        key = request.headers.get("X-API-Key")
        if key is None:
            return None
        return AnonymousUser(), admitted(request, key.strip())

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Token"


class FlatView(RecordedAPIView):
    """A view of the surface that self-hosting clients speak."""

    authentication_classes = (ApiKeyHeader, ApiKeyAuthentication)

    def permission_denied(
        self, request: Request, message: str | None = None, code: str | None = None
    ) -> NoReturn:
        """Only a missing key can be the reason."""
        raise NotAuthenticated(NO_KEY)


def scope_of(given: Any) -> Scope:
    """The ids a body or a query names. Raises `ValidationError` when there are none."""
    scope = optional_scope(given)
    if not scope:
        raise ValidationError(NOBODY)
    return scope


def optional_scope(given: Any) -> Scope:
    """The ids a body or a query names, possibly none."""
    ids = {}
    for name in ENTITY_IDS:
        value = given.get(name) if hasattr(given, "get") else None
        if value is not None and value != "":
            ids[name] = limits.check_entity_id(value, name)
    return Scope(**ids)


def of(scope: Scope) -> Filter:
    """Memories of exactly these ids; here `*` is a name like any other."""
    return scope_filter(scope)
