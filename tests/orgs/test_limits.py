"""The limits, and the sentences of what breaks them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from django.test import override_settings

from mem0.exceptions import ConfigurationError, ValidationError
from orgs import limits


def nested(levels: int) -> Any:
    value: Any = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


def test_a_setting_overrides_a_limit() -> None:
    assert limits.current().top_k == 1000
    with override_settings(LIMITS={"top_k": 5, "filter_depth": 2}):
        assert limits.current().top_k == 5
        assert limits.current().filters.depth == 2


@pytest.mark.parametrize("override", [{"topk": 5}, {"top_k": "5"}, {"top_k": True}])
def test_an_override_of_no_limit_is_a_misconfiguration(override: Any) -> None:
    with override_settings(LIMITS=override), pytest.raises(ConfigurationError):
        limits.current()


def test_the_table_has_every_limit_with_its_unit() -> None:
    rows = {name: (value, unit) for name, value, unit, _ in limits.table()}
    assert rows["body"] == (2_097_152, "bytes")
    assert rows["messages"] == (1000, "messages")
    assert rows["filter_depth"] == (8, "levels")


def test_metadata_within_bounds_is_returned() -> None:
    value = {"a": [1, 2.5, None, True, {"b": "é"}]}
    assert limits.check_metadata(value) == value
    assert limits.check_metadata(nested(32)) == nested(32)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (nested(70), "metadata is 70 levels deep, at most 32 are allowed"),
        (nested(5000), "metadata is 5000 levels deep, at most 32 are allowed"),
        ({"a": "x" * 70_000}, "at most 65536 are allowed"),
        ({"a": [2**53 + 1]}, "integers beyond"),
        ({"a": math.nan}, "NaN"),
        ({"a": -math.inf}, "infinite"),
        ({"a\0": 1}, "NUL"),
        ({"a": "\0"}, "NUL"),
        ({"a": "\ud800"}, "surrogate"),
        ({"a": {1, 2}}, "cannot hold"),
        ({1: 1}, "must be a string"),
        ("x", "must be an object, not a string"),
        ([1], "must be an object, not a list"),
        (None, "must be an object, not null"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "metadata",
)
def test_metadata_out_of_bounds_is_refused(value: Any, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        limits.check_metadata(value)


@pytest.mark.parametrize(
    ("given", "stored"), [(7, "7"), (" a/b ", "a/b"), ("x" * 255, "x" * 255)]
)
def test_an_entity_id_is_cleaned(given: Any, stored: str) -> None:
    assert limits.check_entity_id(given, "user_id") == stored


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "user_id must not be blank"),
        (" \t", "user_id must not be blank"),
        ("x" * 10_000, "user_id has 10000 characters, at most 255 are allowed"),
        ("a\0", "user_id must not contain control characters"),
        ("a\x85b", "user_id must not contain control characters"),
        ("\ud800", "user_id must not contain control characters"),
        (None, "user_id must be a string, not null"),
        ({}, "user_id must be a string, not an object"),
        (False, "user_id must be a string, not a boolean"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_an_entity_id_out_of_bounds_is_refused(given: Any, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        limits.check_entity_id(given, "user_id")


def test_nul_in_a_text_is_replaced() -> None:
    assert limits.check_text("a\0b", "content", 100) == "a\N{REPLACEMENT CHARACTER}b"


def test_a_text_is_measured_in_bytes() -> None:
    assert limits.check_text("é" * 5, "content", 10) == "é" * 5
    with pytest.raises(ValidationError, match="content has 12 bytes, at most 10"):
        limits.check_text("é" * 6, "content", 10)


@pytest.mark.parametrize("given", [" ", "", 5, None, "\ud800"])
def test_a_text_that_says_nothing_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError, match="content"):
        limits.check_text(given, "content", 10)


def test_a_text_may_be_blank_where_that_is_meant() -> None:
    assert limits.check_text("", "feedback_reason", 10, blank=True) == ""


MOMENT = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "given",
    [
        1719792000,
        1719792000.0,
        "1719792000",
        "2024-07-01",
        "2024-07-01T00:00:00",
        "2024-07-01T02:00:00+02:00",
        MOMENT,
    ],
)
def test_a_timestamp_is_read_in_every_form(given: Any) -> None:
    assert limits.check_timestamp(given) == MOMENT


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (1719792000000, "looks like milliseconds"),
        ("1719792000000", "looks like milliseconds"),
        (-1, "between the years 1970 and 9999"),
        ("1815-12-10", "between the years 1970 and 9999"),
        (math.nan, "seconds since 1970"),
        (math.inf, "seconds since 1970"),
        (10**400, "milliseconds"),
        (True, "boolean"),
        ("yesterday", "ISO 8601"),
        ("9" * 5000, "milliseconds"),
        ([], "a list"),
        (None, "null"),
    ],
    ids=lambda value: str(value)[:30] if not isinstance(value, int) else "number",
)
def test_a_timestamp_out_of_bounds_is_refused(given: Any, sentence: str) -> None:
    with pytest.raises(ValidationError, match=f"timestamp.*{sentence}"):
        limits.check_timestamp(given)


@pytest.mark.parametrize(
    "given", ["2026-12-31", "2026-12-31T23:00:00-00:30", dt.date(2026, 12, 31)]
)
def test_an_expiration_date_is_a_day(given: Any) -> None:
    assert limits.check_expiration_date(given) == dt.date(2026, 12, 31)


@pytest.mark.parametrize("given", ["2026-02-30", "soon", 5, "", {}, True])
def test_an_expiration_date_that_is_no_day_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError, match="expiration_date"):
        limits.check_expiration_date(given)


@pytest.mark.parametrize("given", [1, 1000, "5", " 7 "])
def test_an_integer_may_come_as_digits(given: Any) -> None:
    assert 1 <= limits.check_integer(given, "top_k", 1, 1000) <= 1000


@pytest.mark.parametrize(
    "given", [0, 1001, -1, "x", "9" * 9999, 1.5, True, None, 10**30]
)
def test_an_integer_out_of_bounds_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError, match="top_k must be"):
        limits.check_integer(given, "top_k", 1, 1000)


def test_a_uuid_has_one_form() -> None:
    text = "638008C4-0000-4000-8000-000000000001"
    assert limits.check_uuid(text, "memory_id") == text.lower()
    with pytest.raises(ValidationError, match="memory_id must be a valid UUID"):
        limits.check_uuid("mem_1", "memory_id")
