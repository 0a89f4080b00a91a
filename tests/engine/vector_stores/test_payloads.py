"""What a payload matches is what the same record matches in memory."""

from __future__ import annotations

import datetime as dt

import pytest

from mem0.exceptions import FilterError
from mem0.memory.filter_match import match
from mem0.memory.filters import Condition, Not
from mem0.memory.types import Record, Scope
from mem0.vector_stores.payloads import matches

NOON = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)
RECORDS = [
    Record("1", "Ana lives in Porto", Scope(user_id="ana"), NOON, NOON,
           metadata={"n": 1, "ok": True, "tags": ["x", "Y", 1]}, categories=("Home",),
           expiration_date=dt.date(2024, 8, 1)),
    Record("2", "ANA", Scope(agent_id="ana"), NOON + dt.timedelta(days=1), NOON,
           metadata={"n": "1", "deep": {"k": None, "c": "Red"}}, categories=()),
    Record("3", "straße İ", Scope(user_id="b", run_id="r"), NOON, NOON),
]  # fmt: skip
VALUES = ["ana", "1", 1, 1.0, True, "x", "y", "red", "RED", "a"]
CONDITIONS = [
    *(
        Condition("metadata", operator, value, path)
        for operator in ("eq", "ne", "gt", "lte", "contains")
        for value in VALUES
        if value is not True or operator in ("eq", "ne")
        for path in (("n",), ("ok",), ("tags",), ("deep", "c"), ("deep", "k"), ("n", "x"))
    ),
    *(Condition("metadata", "icontains", v, ("tags",)) for v in VALUES if isinstance(v, str)),
    *(Condition("metadata", operator, ("x", 1, None), ("n",)) for operator in ("in", "nin")),
    *(Condition("metadata", operator, None, ("n",)) for operator in ("eq", "ne", "exists")),
    *(
        Condition("created_at", operator, value)
        for operator in ("eq", "ne", "gt", "gte", "lt", "lte")
        for value in (NOON, NOON + dt.timedelta(microseconds=1))
    ),
    *(
        Condition("expiration_date", operator, dt.date(2024, 8, day))
        for operator in ("eq", "ne", "gt", "gte", "lt", "lte")
        for day in (1, 2)
    ),
    *(Condition("text", operator, v) for operator in ("contains", "icontains") for v in ("ana", "i")),
    *(Condition("categories", operator, ("Home", "x")) for operator in ("in", "nin")),
    Condition("categories", "icontains", "OM"),
    *(Condition(field, "exists") for field in ("user_id", "run_id", "categories")),
    Condition("id", "in", ("1", "3")),
]  # fmt: skip


def payload(record):
    """A record as a store keeps it."""
    day = record.expiration_date
    return {
        "text": record.text,
        **record.scope.ids(),
        "metadata": record.metadata,
        "categories": None if record.categories is None else list(record.categories),
        "created_at": record.created_at.isoformat(),
        "expiration_date": None if day is None else day.isoformat(),
    }


@pytest.mark.parametrize("where", CONDITIONS, ids=str)
def test_a_payload_matches_when_its_record_does(where):
    for tree in (where, Not(where)):
        expected = [match(tree, record) for record in RECORDS]
        assert [
            matches(tree, payload(record), record.id) for record in RECORDS
        ] == expected


@pytest.mark.parametrize("operator", ["in", "nin"])
def test_it_refuses_text_where_a_list_belongs(operator):
    with pytest.raises(FilterError, match="takes a list"):
        matches(Condition("user_id", operator, "ana"), {})


def test_it_refuses_a_bound_that_is_no_time():
    with pytest.raises(FilterError, match="compared with a time"):
        matches(Condition("created_at", "gt", "yesterday"), {})
