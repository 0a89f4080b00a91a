"""Lists of more than one page, by the service's cursors where it has them.

Generators over calls, as the connection has them, so that both clients share them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mem0.client import endpoints
from mem0.client.calls import Call
from mem0.client.connection import Connection, Flow
from mem0.client.found import Found
from mem0.client.types import Memory, Object
from mem0.exceptions import MemoryNotFoundError, ValidationError

PAGE_SIZE = 100
LARGEST_PAGE = 200
PLACES = ("page", "cursor")


def get_all(connection: Connection, options: Mapping[str, Any]) -> Flow[Found]:
    """A list, or with `top_k` as many pages as it takes."""
    top_k = options.get("top_k")
    rest = {name: value for name, value in options.items() if name != "top_k"}
    if top_k is None or any(name in rest for name in PLACES):
        size = {} if top_k is None else {"page_size": top_k}
        body = yield from connection.call(endpoints.get_all({**size, **rest}))
        return Found(body)
    size = {"page_size": min(_positive(top_k), LARGEST_PAGE)}
    pages = Pages(endpoints.get_all, {**size, **rest})
    rows: list[Memory] = []
    while len(rows) < top_k and not pages.over:
        rows += yield from pages.turn(connection)
    end = {"next": None, "next_cursor": None}
    return Found({**pages.first, **end, "results": rows[:top_k]})


class Pages:
    """A list, page by page. What moved to the next page meanwhile comes once."""

    def __init__(
        self,
        call: Callable[[Mapping[str, Any]], Call[Any]],
        options: Mapping[str, Any],
    ) -> None:
        self._call = call
        self._options = {"page_size": PAGE_SIZE, **options}
        page, cursor = (self._options.pop(name, None) for name in PLACES)
        self._number = int(page or 1)
        self._place = {"cursor": cursor} if cursor else {"page": self._number}
        self._seen: set[str] = set()
        self.first: dict[str, Any] = {}
        self.over = False

    def turn(self, connection: Connection) -> Flow[list[Object]]:
        """The rows of the next page that were not there before."""
        try:
            body = yield from connection.call(
                self._call({**self._options, **self._place})
            )
        except MemoryNotFoundError:
            if not self.first:
                raise
            # The last page lost its rows since the one before was read.
            self.over = True
            return []
        self.first = self.first or body
        self._go_on(body.get("next"), body.get("next_cursor"))
        fresh = [row for row in body["results"] if row["id"] not in self._seen]
        self._seen |= {row["id"] for row in fresh}
        return fresh

    def _go_on(self, following: str | None, cursor: str | None) -> None:
        self.over = not (following or cursor)
        self._number += 1
        self._place = {"cursor": cursor} if cursor else {"page": self._number}


def _positive(top_k: Any) -> int:
    if isinstance(top_k, bool) or not isinstance(top_k, int) or top_k < 1:
        msg = "top_k must be a whole number, 1 or more."
        raise ValidationError(msg)
    return top_k
