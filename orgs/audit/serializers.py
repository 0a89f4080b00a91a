"""Queries of the audit log, checked field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mem0.entities import ENTITY_TYPES
from mem0.exceptions import ValidationError
from orgs import limits
from orgs.audit.entries import Wanted
from orgs.audit.models import Stream
from orgs.audit.recording import digest, entity
from orgs.models import User

Query = Mapping[str, str]

STREAMS = {"all": None, **{each.name.lower(): each for each in Stream}}
KINDS = ("user", "staff", "key", "anonymous", "system")
NOBODY = UUID(int=0)


def asked(query: Query) -> Wanted:
    """Which entries. Raises `ValidationError`."""
    return Wanted(
        stream=_stream(query),
        **_actor(_text(query, "actor")),
        action=_text(query, "action"),
        **_object(_text(query, "object")),
        project=_uuid(query, "project"),
        start=_time(query, "from"),
        end=_time(query, "to"),
        before=_uuid(query, "before"),
    )


def asked_limit(query: Query, usual: int = 50, most: int = 1000) -> int:
    """How many. Raises `ValidationError` for none and for too many."""
    given = query.get("limit")
    return limits.check_integer(given, "limit", 1, most) if given else usual


def _stream(query: Query) -> Stream | None:
    given = query.get("stream") or "all"
    if given not in STREAMS:
        msg = f"stream must be one of {', '.join(STREAMS)}, not {given[:40]!r}."
        raise ValidationError(msg)
    return STREAMS[given]


def _actor(given: str | None) -> dict[str, Any]:
    """A person by id or address, a key by id or its first characters, or a kind."""
    if not given:
        return {}
    if given in KINDS:
        return {"actor_kind": given}
    if "@" in given:
        user = User.objects.filter(email=given.lower()).first()
        return {"actor": NOBODY if user is None else user.pk}
    try:
        return {"actor": UUID(given)}
    except ValueError:
        return {"label": given[:100]}


def _object(given: str | None) -> dict[str, Any]:
    """`kind:id`, a kind, or an id. Ids of clients are looked for by their digests."""
    if not given:
        return {}
    kind, colon, name = given.partition(":")
    if not colon:
        return {"object_id": given} if _is_id(given) else {"object_kind": given[:30]}
    if kind in ENTITY_TYPES:
        kind, name = entity(kind, name)
    elif kind == "address":
        name = digest(name.strip().lower())
    return {"object_kind": kind[:30], "object_id": name[:64]}


def _is_id(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True


def _text(query: Query, name: str) -> str | None:
    given = query.get(name)
    return limits.check_text(given, name, 400).strip() if given else None


def _time(query: Query, name: str) -> dt.datetime | None:
    given = query.get(name)
    return limits.check_timestamp(given, name) if given else None


def _uuid(query: Query, name: str) -> UUID | None:
    given = query.get(name)
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise ValidationError(f"{name} must be a UUID.") from None
