"""The chain: what a hash is made of. The database computes the same when it appends
(`audit_append` in the migration); this is the other half, which checks it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from orgs.audit.models import Entry

START = bytes(32)
"""What precedes the first entry."""
PLATFORM = UUID(int=0)
"""The organization of what concerns none: sign-ins of strangers, the staff."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def netstrings(parts: Iterable[str]) -> bytes:
    """Each part with its length in bytes before it, so that no two rows read alike."""
    encoded = (part.encode() for part in parts)
    return b"".join(b"%d:%b," % (len(part), part) for part in encoded)


def canonical(entry: Entry) -> bytes:
    """The entry as bytes: every column but the hash, in a fixed order."""
    return netstrings(
        (
            str(entry.format),
            str(entry.organization_id),
            str(entry.stream),
            str(entry.seq),
            str(entry.pk),
            str((entry.at - _EPOCH) // _MICROSECOND),
            entry.actor_kind,
            "" if entry.actor_id is None else str(entry.actor_id),
            entry.actor,
            entry.ip,
            entry.action,
            "" if entry.in_project is None else str(entry.in_project),
            entry.object_kind,
            entry.object_id,
            entry.before,
            entry.after,
            entry.request_id,
            entry.details,
        )
    )


def linked(previous: bytes, entry: Entry) -> bytes:
    """The hash the entry must have behind the one with this hash."""
    return hashlib.sha256(previous + canonical(entry)).digest()
