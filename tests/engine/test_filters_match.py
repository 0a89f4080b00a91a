"""A filter evaluated in plain Python: two-valued, typed, null-aware."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from mem0.memory.filters import match, parse
from mem0.memory.types import Record, Scope

NOON = dt.datetime(2024, 7, 31, 12, tzinfo=dt.UTC)
RECORD = Record(
    id="00000000-0000-4000-8000-000000000001",
    text="Drinks green Tea",
    scope=Scope(user_id="alice"),
    created_at=NOON,
    updated_at=NOON,
    categories=("travel", "Food"),
    metadata={"n": 1, "s": "b", "flag": True, "list": ["x", 2], "in": {"side": "deep"}},
)


def holds(raw: Any, record: Record = RECORD) -> bool:
    return match(parse(raw), record)


@pytest.mark.parametrize("value", [{"ne": "x"}, {"nin": ["x"]}, None])
def test_a_missing_value_differs_from_every_value(value: Any) -> None:
    assert holds({"agent_id": value})
    assert holds({"metadata": {"missing": value}})


@pytest.mark.parametrize("value", ["x", ["x"], "*"])
def test_a_missing_value_fulfils_no_other_comparison(value: Any) -> None:
    assert not holds({"agent_id": value})
    assert not holds({"metadata": {"missing": value}})
    assert holds({"NOT": {"agent_id": value}})


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"n": 1.0}, True),
        ({"n": True}, False),
        ({"flag": 1}, False),
        ({"flag": True}, True),
        ({"n": "1"}, False),
        ({"n": {"gte": 1, "lt": 1.5}}, True),
        ({"s": {"gt": "a"}}, True),
        ({"s": {"gt": 0}}, False),
        ({"flag": {"gt": 0}}, False),
        ({"n": {"in": [True, "1"]}}, False),
        ({"s": {"contains": "b"}}, True),
        ({"list": {"contains": 2.0}}, True),
        ({"list": {"icontains": "X"}}, True),
        ({"list": {"contains": "X"}}, False),
        ({"in.side": "deep"}, True),
        ({"list.0": "x"}, False),
        ({"in": "deep"}, False),
    ],
)
def test_metadata_compares_like_with_like(raw: Any, expected: bool) -> None:
    assert holds({"metadata": raw}) is expected


def test_a_record_without_metadata_or_tags_has_none() -> None:
    bare = replace(RECORD, metadata=None, categories=None)
    assert holds({"metadata": {"n": {"ne": 1}}, "categories": {"ne": "travel"}}, bare)
    assert not holds({"categories": {"contains": "a"}}, bare)


def test_any_one_of_the_tags_is_enough() -> None:
    assert holds({"categories": ["work", "travel"]})
    assert not holds({"categories": {"ne": ["work", "travel"]}})
    assert holds({"categories": {"contains": "FOO"}})


def test_a_day_ends_at_midnight() -> None:
    assert holds({"created_at": {"lte": "2024-07-31", "gte": "2024-07-31"}})
    assert not holds({"created_at": {"gt": "2024-07-31"}})
    assert holds({"created_at": ["2024-07-30", "2024-07-31"]})
    assert holds({"created_at": {"ne": "2024-07-30"}})


def test_text_tells_cases_apart_only_with_contains() -> None:
    assert holds({"keywords": {"contains": "Tea"}})
    assert not holds({"keywords": {"contains": "tea"}})
    assert holds({"text": "GREEN tea"})


def test_ids_of_memories_are_compared_as_uuids() -> None:
    assert holds({"memory_ids": [RECORD.id.upper()]})
    assert not holds({"memory_ids": {"ne": RECORD.id}})
