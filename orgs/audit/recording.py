"""The one door: an entry is appended to its organization's chain, in the transaction
that does what it tells of.

It locks the end of the chain until that transaction ends: record last, and call nothing
slow behind it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import connections

from mem0.ids import uuid7
from orgs.audit.actors import Actor, current
from orgs.audit.acts import READS, Act
from orgs.audit.chains import PLATFORM

if TYPE_CHECKING:
    from orgs.models import Organization, Project

APPEND = "SELECT audit_append(%s, %s::smallint, %s::jsonb)"
MOST_TEXT = 200
"""Characters of one value of the details."""
MOST_VALUES = 50
"""Values of a list of the details."""

Object = tuple[str, Any]
"""What it was done to: the kind, and a UUID, or the `digest` of a client's id."""


def record(
    act: Act,
    *,
    project: Project | UUID | None = None,
    organization: Organization | UUID | None = None,
    about: Object | None = None,
    before: Any = None,
    after: Any = None,
    actor: Actor | None = None,
    using: str = "default",
    **details: Any,
) -> None:
    """Append what is done to the log of the project's organization, or of the one that
    is given; without either, to the platform's.

    `before` and `after` are states of which only a keyed digest is kept. `details` are
    names, counts and roles, never texts of memories, secrets or addresses of people:
    give a `digest` of those. `using` is the connection of the open transaction. Who has
    only a project's id names the organization as well.
    """
    entry = entry_of(
        act,
        actor or current(),
        project_id=project
        if project is None or isinstance(project, UUID)
        else project.pk,
        about=about,
        before=before,
        after=after,
        details=details,
    )
    append(_whose(project, organization), int(act in READS), [entry], using=using)


def append(
    organization_id: UUID,
    stream: int,
    entries: Sequence[Mapping[str, Any]],
    *,
    using: str = "default",
) -> None:
    """Append entries of one organization in their order."""
    with connections[using].cursor() as cursor:
        cursor.execute(APPEND, [organization_id, stream, plain_json(list(entries))])


def entry_of(
    act: Act,
    actor: Actor,
    *,
    project_id: UUID | None = None,
    about: Object | None = None,
    before: Any = None,
    after: Any = None,
    details: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> dict[str, Any]:
    """An entry as `audit_append` takes it."""
    kind, name = about or ("", "")
    when = at or dt.datetime.now(dt.UTC)
    return {
        "id": str(uuid7()),
        "at": when.isoformat(),
        "actor_kind": actor.kind,
        "actor_id": None if actor.id is None else str(actor.id),
        "actor": _text(actor.label, 100),
        "ip": _text(actor.ip, 45),
        "action": act.value,
        "in_project": None if project_id is None else str(project_id),
        "object_kind": kind,
        "object_id": _text(str(name), 64),
        "before": "" if before is None else fingerprint(before),
        "after": "" if after is None else fingerprint(after),
        "request_id": _text(actor.request_id, 200),
        "details": plain_json(_plain(dict(details or {}))),
    }


def digest(text: str) -> str:
    """What stands for an id or an address in the log: 32 hexadecimal digits that say
    nothing without the server's key."""
    return _keyed(text)[:32]


def entity(kind: str, name: str) -> Object:
    """A user, an agent, an app or a run as the object of an entry."""
    return kind, digest(f"{kind}:{name}")


def fingerprint(state: Any) -> str:
    """What stands for a state: equal for equal ones."""
    return _keyed(plain_json(state))


def _keyed(text: str) -> str:
    key = settings.AUDIT_KEY.encode()
    return hmac.new(
        key, text.encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hexdigest()


def _whose(
    project: Project | UUID | None, organization: Organization | UUID | None
) -> UUID:
    if organization is not None:
        return organization if isinstance(organization, UUID) else organization.pk
    if isinstance(project, UUID):
        msg = "The organization of the project is needed."
        raise TypeError(msg)
    return PLATFORM if project is None else project.organization_id


def plain_json(value: Any) -> str:
    """The one way to write a value: keys in order, no blanks."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    )


def _plain(value: Any) -> Any:
    """Short, and such that the database takes it."""
    if isinstance(value, Mapping):
        return {str(name)[:60]: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        listed = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_plain(each) for each in list(listed)[:MOST_VALUES]]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _text(str(value), MOST_TEXT)


def _text(text: str, most: int) -> str:
    clean = text.encode("utf-8", "replace").decode()
    return clean.replace("\0", "")[:most]
