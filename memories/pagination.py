"""Pages as clients expect them: `count`, `next`, `previous`, `results`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from mem0.exceptions import ValidationError

MAX_PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for; `given` tells whether both numbers were."""

    number: int
    size: int
    given: bool

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return (self.number - 1) * self.size


def asked_page(
    request: Request,
    *,
    size_name: str = "page_size",
    default: int = 100,
    maximum: int = MAX_PAGE_SIZE,
) -> Page:
    """The page of a request: the query string wins over the body.

    Raises `ValidationError` for numbers that are none, `NotFound` for page 0.
    """
    body = request.data if isinstance(request.data, Mapping) else {}
    number = request.query_params.get("page", body.get("page"))
    size = request.query_params.get(size_name, body.get(size_name))
    page = _number("page", number, 1)
    if page < 1:
        raise NotFound("Invalid page.")
    rows = _number(size_name, size, default)
    if rows < 1:
        msg = f"{size_name}: at least 1 is needed."
        raise ValidationError(msg)
    given = number is not None and size is not None
    return Page(page, min(rows, maximum), given)


def envelope(
    request: Request, page: Page, results: Sequence[Any], count: int
) -> dict[str, Any]:
    """A page with the absolute addresses of its neighbours."""
    if page.number > 1 and page.offset >= count:
        raise NotFound("Invalid page.")
    url = request.build_absolute_uri()
    following = page.number + 1 if page.offset + page.size < count else None
    before = page.number - 1 if page.number > 1 else None
    link: Callable[[int | None], str | None] = lambda number: (  # noqa: E731
        None if number is None else replace_query_param(url, "page", number)
    )
    return {
        "count": count,
        "next": link(following),
        "previous": link(before),
        "results": list(results),
    }


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
