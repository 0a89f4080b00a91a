"""Entries of one organization, found by who, what, to which object and when.

Both streams have an index of their own; a list over both merges two short ones. Ids are
made in the order of time, so a place in a list is an id.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet

from orgs.audit.models import Entry, Stream
from orgs.audit.reading import log_of

PAGE = 1_000
"""Entries an export reads at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; what is not given narrows nothing.

    `action` is a whole one or what stands before its dot, `actor` the id of an account
    or a key, `label` the beginning of a key, `before` and `after` are ids of entries.
    """

    stream: Stream | None = None
    actor: UUID | None = None
    actor_kind: str | None = None
    label: str | None = None
    action: str | None = None
    object_kind: str | None = None
    object_id: str | None = None
    project: UUID | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    before: UUID | None = None
    after: UUID | None = None

    def condition(self) -> Q:
        """The same for a query of one stream."""
        given = {
            "actor_id": self.actor,
            "actor_kind": self.actor_kind,
            "actor__startswith": self.label,
            "object_kind": self.object_kind,
            "object_id": self.object_id,
            "in_project": self.project,
            "at__gte": self.start,
            "at__lt": self.end,
            "id__gte": self.start and _first_id(self.start),
            "id__lt": self.before,
            "id__gt": self.after,
        }
        found = Q(**{name: value for name, value in given.items() if value is not None})
        if self.action and "." in self.action:
            return found & Q(action=self.action)
        return found & Q(action__startswith=f"{self.action}.") if self.action else found


def newest(organization_id: UUID, wanted: Wanted, limit: int) -> list[Entry]:
    """The newest entries of the organization."""
    with log_of(organization_id):
        lists = [rows.order_by("-id")[:limit] for rows in _of(organization_id, wanted)]
        merged = heapq.merge(*lists, key=lambda row: row.pk, reverse=True)
        return list(merged)[:limit]


def every(
    organization_id: UUID, wanted: Wanted, using: str = "default"
) -> Iterator[list[Entry]]:
    """All entries, oldest first, a page at a time, each in a transaction of its own."""
    while True:
        with log_of(organization_id, using):
            found = _of(organization_id, wanted, using)
            lists = [rows.order_by("id")[:PAGE] for rows in found]
            page = list(heapq.merge(*lists, key=lambda row: row.pk))[:PAGE]
        if not page:
            return
        yield page
        wanted = replace(wanted, after=page[-1].pk)


def _of(
    organization_id: UUID, wanted: Wanted, using: str = "default"
) -> list[QuerySet[Entry]]:
    streams = Stream.values if wanted.stream is None else [wanted.stream]
    rows = Entry.objects.using(using).filter(wanted.condition())
    return [
        rows.filter(organization_id=organization_id, stream=each) for each in streams
    ]


def _first_id(moment: dt.datetime) -> UUID:
    """The least id that is made at the moment. It may be a second early, because the
    clock is read twice; the time itself decides."""
    milliseconds = max(int(moment.timestamp() * 1000) - 1000, 0)
    return UUID(int=milliseconds << 80)
