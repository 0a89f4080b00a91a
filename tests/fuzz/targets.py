"""What a fuzzer throws bytes at. A target raises nothing but what its callers turn into
a 4xx (`Mem0Error`), and what it accepts can be used: anything else is a finding."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Callable

from mem0.exceptions import FilterError, Mem0Error
from mem0.memory.filter_match import match
from mem0.memory.filter_parser import parse, parse_query_parameter
from mem0.memory.filter_tree import Filter
from mem0.memory.types import Record, Scope
from mem0site.parsers import loads
from mem0site.renderers import dumps
from memories import sql_filters

NOON = dt.datetime(2024, 5, 7, 12, tzinfo=dt.UTC)
RECORD = Record(
    "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
    "Ana likes tea.",
    Scope(user_id="ana", run_id="r-1"),
    NOON,
    NOON,
    metadata={"a": 1, "b": {"c": [True, None, "x"]}, "d": "2024-05-07"},
    categories=("food", "drinks"),
)
"""What filters are held against."""


def body(data: bytes) -> None:
    """A request's body: what is read can be written and read again as the same."""
    with contextlib.suppress(Mem0Error):
        found = loads(data)
        assert loads(dumps(found)) == found


def filters(data: bytes) -> None:
    """A filter as JSON."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return
    with contextlib.suppress(FilterError):
        used(parse(raw))


def query(data: bytes) -> None:
    """A filter in a query string."""
    text = data.decode("utf-8", "surrogateescape")
    with contextlib.suppress(FilterError):
        used(parse_query_parameter(text))


def used(tree: Filter) -> None:
    """It means something, and its SQL has a parameter for every place and no value."""
    assert match(tree, RECORD) in {True, False}
    sql, values = sql_filters.compile(tree)
    assert sql.replace("%%", "").count("%s") == len(values)
    assert sql.count("(") == sql.count(")")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "body": body,
    "filters": filters,
    "query": query,
}
