"""Entries as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from orgs import tables
from orgs.audit.models import Entry, Stream
from orgs.models import User

COLUMNS = (
    "at", "stream", "seq", "action", "actor_kind", "actor_id", "actor", "ip",
    "object_kind", "object_id", "project_id", "before", "after", "request_id",
    "details", "id", "hash",
)  # fmt: skip

Names = Mapping[UUID, str]
"""Addresses of people, by their ids."""


def names(rows: Sequence[Entry]) -> dict[UUID, str]:
    """The people of some entries who still have an account: the log has only ids."""
    people = [row.actor_id for row in rows if row.actor_kind in {"user", "staff"}]
    people += [account_of(row) for row in rows]
    ids = {key for key in people if key is not None}
    found = User.objects.filter(pk__in=ids).exclude(email__endswith=".invalid")
    return dict(found.values_list("pk", "email"))


def account_of(row: Entry) -> UUID | None:
    """The account an entry is about."""
    return UUID(row.object_id) if row.object_kind == "account" else None


def entry(row: Entry, known: Names) -> dict[str, Any]:
    """One entry."""
    return {
        "id": str(row.pk),
        "at": row.at,
        "stream": Stream(row.stream).name.lower(),
        "seq": row.seq,
        "action": row.action,
        "actor": {
            "kind": row.actor_kind,
            "id": None if row.actor_id is None else str(row.actor_id),
            "name": actor_name(row, known),
        },
        "ip": row.ip or None,
        "object": {"kind": row.object_kind, "id": row.object_id}
        if row.object_kind
        else None,
        "project_id": None if row.in_project is None else str(row.in_project),
        "before": row.before or None,
        "after": row.after or None,
        "request_id": row.request_id or None,
        "details": row.said(),
        "hash": bytes(row.hash).hex(),
    }


def actor_name(row: Entry, known: Names) -> str | None:
    """The key's first and last characters, or the address of who still has an account."""
    if row.actor:
        return row.actor
    return None if row.actor_id is None else known.get(row.actor_id)


def ndjson(pages: Iterable[Sequence[Entry]]) -> Iterator[bytes]:
    """One JSON object a line."""
    for rows in pages:
        known = names(rows)
        lines = (
            json.dumps(entry(row, known), default=_moment, ensure_ascii=False) + "\n"
            for row in rows
        )
        yield "".join(lines).encode()


def as_csv(pages: Iterable[Sequence[Entry]]) -> Iterator[bytes]:
    """A table with a heading. No cell can be taken for a formula."""
    yield tables.lines([COLUMNS])
    for rows in pages:
        known = names(rows)
        yield tables.lines(_cells(row, known) for row in rows)


FORMATS = {"ndjson": ("application/x-ndjson", ndjson), "csv": ("text/csv", as_csv)}
"""By name: the media type, and what writes pages of entries."""


def _cells(row: Entry, known: Names) -> list[Any]:
    shown = entry(row, known)
    about = shown["object"] or {"kind": "", "id": ""}
    flat = {
        **shown,
        "at": row.at.isoformat(),
        "actor_kind": row.actor_kind,
        "actor_id": shown["actor"]["id"],
        "actor": shown["actor"]["name"],
        "object_kind": about["kind"],
        "object_id": about["id"],
        "details": row.details,
    }
    return [flat[name] for name in COLUMNS]


def _moment(value: Any) -> str:
    return str(value.isoformat())
