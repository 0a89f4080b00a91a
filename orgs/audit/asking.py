"""Who sends a request: the key that let it in, or the person who is signed in."""

from __future__ import annotations

from django.http import HttpRequest

from orgs.addresses import UNKNOWN, client_ip
from orgs.audit.actors import Actor
from orgs.auth import Credential
from orgs.models import User


def actor_of(request: HttpRequest, user: User | None = None) -> Actor:
    """The actor as far as it is known by now; `user`, where they are only just signing
    in or are already signed out."""
    where = client_ip(request)
    ip = "" if where == UNKNOWN else where
    name = str(getattr(request, "request_id", ""))
    credential = getattr(request, "auth", None)
    if isinstance(credential, Credential):
        return Actor("key", credential.key_id, credential.label, ip, name)
    person = user or getattr(request, "user", None)
    if isinstance(person, User):
        return Actor(_kind(request), person.pk, "", ip, name)
    return Actor("anonymous", None, "", ip, name)


def _kind(request: HttpRequest) -> str:
    match = request.resolver_match
    return "staff" if match is not None and match.app_name == "admin" else "user"
