"""Lists that go on behind a row: `?before=` in the address, where anybody can write
anything; what is no cursor begins at the beginning. `keyset_pager.html` shows the ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from mem0.exceptions import ValidationError
from orgs.pagination import Listing, Position

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """The rows of a page; `older` is the cursor behind them, if there are more, and
    `newer` whether there are some before."""

    rows: list[Row]
    older: str
    newer: bool

    def pager(self) -> dict[str, Any]:
        """What the pager of a template needs."""
        return {"older": self.older, "newer": self.newer}


def part(
    request: HttpRequest,
    rows: QuerySet[Any, Row],
    most: int,
    *,
    oldest_first: bool = False,
) -> Part[Row]:
    """At most so many rows in the order of their ids, from where the address says."""
    before = uuid(request.GET.get("before"))
    if before is not None:
        behind = "pk__gt" if oldest_first else "pk__lt"
        rows = rows.filter(**{behind: before})
    found: list[Any] = list(rows.order_by("id" if oldest_first else "-id")[: most + 1])
    older = str(found[most - 1].pk) if found[most:] else ""
    return Part(found[:most], older, before is not None)


def position(request: HttpRequest, listing: Listing) -> Position | None:
    """Behind which row the list goes on, by a signed cursor; None at the beginning."""
    before = request.GET.get("before")
    try:
        return listing.read(before) if before else None
    except ValidationError:
        return None


def uuid(text: str | None) -> UUID | None:
    """The id, or None for what is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
