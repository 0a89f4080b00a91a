"""Pages as clients expect them: `count`, `next`, `previous`, `results`; and cursors.

A numbered page moves when rows are added above it. A cursor names the last row that
was read, so a list that is read by cursors shows each row once whatever is added
meanwhile, and its last page costs what its first one did. It is signed for one list
of one project and its filters: another one refuses it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Q, QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from mem0.exceptions import ValidationError
from orgs.models import Project

MAX_PAGE_SIZE = 200
MAX_CURSOR = 1_000
"""Characters of a cursor that are looked at."""

Row = TypeVar("Row")
Position = Sequence[str]
"""Where a row stands in its order: the values of its sort keys, as text."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a cursor is good for: a list of a project, and what narrows it."""

    name: str
    project: Project
    narrowed: str = ""

    def sign(self, position: Position, count: int | None = None) -> str:
        """The cursor that points behind a row; it remembers how many rows there were."""
        counted = [] if count is None else [count]
        return signing.dumps([self._digest, *position, *counted], salt=self._salt)

    def read(self, cursor: str) -> Position:
        """Where the cursor points. Raises `ValidationError` for one of another list."""
        return self.opened(cursor)[0]

    def opened(self, cursor: str) -> tuple[Position, int | None]:
        """Where the cursor points, and what it remembers; otherwise as `read`."""
        try:
            if len(cursor) > MAX_CURSOR:
                raise signing.BadSignature
            digest, *position = signing.loads(cursor, salt=self._salt)
        except signing.BadSignature:
            raise _refused(
                "is not one that this list has given: take `next_cursor` of its answer."
            ) from None
        if digest != self._digest:
            raise _refused("belongs to the same list with other filters.")
        counted = bool(position) and isinstance(position[-1], int)
        count = position.pop() if counted else None
        return [str(value) for value in position], count

    @property
    def _salt(self) -> str:
        return f"cursor:{self.name}:{self.project.pk}"

    @property
    def _digest(self) -> str:
        return hashlib.sha256(self.narrowed.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for.

    `given` tells whether both numbers were, `by_cursor` whether a cursor was (an
    empty one asks for the beginning); `after` is the row the cursor points behind and
    `counted` how many rows there were when its list began to be read.
    """

    listing: Listing
    number: int
    size: int
    given: bool
    by_cursor: bool = False
    after: Position | None = None
    counted: int | None = None

    @property
    def offset(self) -> int:
        """Rows before the page, counted from `after` where there is one."""
        return (self.number - 1) * self.size

    @property
    def reach(self) -> int:
        """Rows to read: one more than are shown tells whether others follow."""
        return self.size + 1


def asked_page(
    request: Request,
    listing: Listing,
    *,
    size_name: str = "page_size",
    default: int = 100,
    maximum: int = MAX_PAGE_SIZE,
) -> Page:
    """The page of a request: the query string wins over the body.

    Raises `ValidationError` for numbers that are none and for cursors of another
    list, `NotFound` for page 0.
    """
    body = request.data if isinstance(request.data, Mapping) else {}
    number, size, cursor = (
        request.query_params.get(name, body.get(name))
        for name in ("page", size_name, "cursor")
    )
    page = _number("page", number, 1)
    if page < 1:
        raise NotFound("Invalid page.")
    rows = _number(size_name, size, default)
    if rows < 1:
        msg = f"{size_name}: at least 1 is needed."
        raise ValidationError(msg)
    rows = min(rows, maximum)
    if cursor is None:
        return Page(listing, page, rows, number is not None and size is not None)
    if number is not None:
        raise _refused("and page cannot be combined: send one of them.")
    if not isinstance(cursor, str):
        raise _refused("must be a string.")
    after, counted = listing.opened(cursor) if cursor else (None, None)
    return Page(
        listing, 1, rows, given=False, by_cursor=True, after=after, counted=counted
    )


def part(rows: QuerySet[Any, Row], page: Page, *, by: Sequence[str]) -> list[Row]:
    """The page of a queryset, newest first by these fields, and one row more."""
    found = rows.order_by(*(f"-{name}" for name in by))
    if page.after is not None:
        found = found.filter(_behind(by, page.after))
    return list(found[page.offset : page.offset + page.reach])


def envelope(
    request: Request,
    page: Page,
    rows: Sequence[Row],
    count: int,
    *,
    show: Callable[[Row], Any],
    position: Callable[[Row], Position],
) -> dict[str, Any]:
    """A page with the absolute addresses of its neighbours and the cursor behind it.

    `rows` are the page's and, where others follow, one more.
    """
    if page.number > 1 and page.offset >= count:
        raise NotFound("Invalid page.")
    shown, more = rows[: page.size], len(rows) > page.size
    cursor = page.listing.sign(position(shown[-1]), count) if more else None
    following, before = _neighbours(request, page, cursor)
    return {
        "count": count,
        "next": following,
        "previous": before,
        "next_cursor": cursor,
        "results": [show(row) for row in shown],
    }


def _neighbours(
    request: Request, page: Page, cursor: str | None
) -> tuple[str | None, str | None]:
    """The addresses of the next page and of the one before. Cursors go one way."""
    url = request.build_absolute_uri()
    if page.by_cursor:
        start = remove_query_param(url, "page")
        return cursor and replace_query_param(start, "cursor", cursor), None
    following = replace_query_param(url, "page", page.number + 1)
    before = replace_query_param(url, "page", page.number - 1)
    return following if cursor else None, before if page.number > 1 else None


def _behind(names: Sequence[str], values: Position) -> Q:
    """Rows that come after these values, each field descending."""
    found, same = Q(), Q()
    for name, value in zip(names, values, strict=True):
        found |= same & Q(**{f"{name}__lt": value})
        same &= Q(**{name: value})
    return found


def _refused(reason: str) -> ValidationError:
    return ValidationError(f"cursor {reason}", error_code="invalid_cursor")


def _number(name: str, value: Any, default: int) -> int:
    if value is None or value == "":
        return default
    if isinstance(value, bool):
        value = str(value)
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1 if name == "page" else 0
        if name != "page":
            msg = f"{name}: a whole number is needed."
            raise ValidationError(msg) from None
    if abs(number) > 10**9:
        raise NotFound("Invalid page.")
    return number
