"""Answers: one form for times and numbers."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.functional import lazystr

from mem0site.renderers import JSONRenderer


def render(data: Any) -> Any:
    return json.loads(JSONRenderer().render(data))


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (
            dt.datetime(2026, 8, 22, 19, 4, 24, tzinfo=dt.UTC),
            "2026-08-22T19:04:24.000000+00:00",
        ),
        (
            dt.datetime(
                2026, 8, 22, 12, 4, 24, 5, tzinfo=dt.timezone(dt.timedelta(hours=-7))
            ),
            "2026-08-22T19:04:24.000005+00:00",
        ),
        (
            dt.datetime(2026, 8, 22, 19, 4, 24),  # noqa: DTZ001 - naive on purpose
            "2026-08-22T19:04:24.000000+00:00",
        ),
    ],
)
def test_a_time_has_microseconds_and_an_offset(at: dt.datetime, text: str) -> None:
    assert render({"at": at}) == {"at": text}


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (dt.date(2026, 12, 31), "2026-12-31"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("0.82"), 0.82),
        (Decimal("3"), 3),
        (lazystr("later"), "later"),
        ({"b", "a"}, ["a", "b"]),
        (("a", 1), ["a", 1]),
        ("é\u2028", "é\u2028"),
        (None, None),
    ],
)
def test_values_keep_their_meaning(value: Any, sent: Any) -> None:
    assert render([value]) == [sent]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, Decimal("NaN")])
def test_a_number_that_is_none_becomes_null(value: Any) -> None:
    assert render({"score": value}) == {"score": None}


def test_what_is_no_json_raises() -> None:
    with pytest.raises(TypeError):
        render({"a": object()})


def test_only_a_204_has_no_body() -> None:
    def body(status: int) -> bytes:
        context = {"response": SimpleNamespace(status_code=status)}
        return JSONRenderer().render(None, "application/json", context)

    assert body(204) == b""
    assert body(200) == b"null"
