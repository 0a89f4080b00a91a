from __future__ import annotations

import datetime as dt

import pytest

from mem0.memory import decay
from mem0.memory.types import Record, Scope

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def ago(*days):
    return [NOW - day * DAY for day in days]


def test_one_access_just_now_changes_nothing():
    assert decay.factor(ago(0), NOW) == pytest.approx(1)


@pytest.mark.parametrize(
    ("more", "less"),
    [(ago(0, 0), ago(0)), (ago(1), ago(30)), (ago(5, 400), ago(400)), (ago(0), [])],
)
def test_later_and_more_often_is_worth_more(more, less):
    assert decay.factor(more, NOW) > decay.factor(less, NOW)


def test_the_factor_stays_between_its_bounds():
    assert decay.factor(ago(*[0] * 1000), NOW) < 1.5
    assert decay.factor(ago(*[0] * 20), NOW) > 1.4
    assert decay.factor(ago(100_000), NOW) >= 0.3
    assert decay.factor(ago(-10), NOW) == pytest.approx(1)


def test_only_the_last_twenty_accesses_count():
    assert decay.factor(ago(*range(40)), NOW) == decay.factor(ago(*range(20)), NOW)


def record(key, **more):
    return Record(key, "text", Scope("u"), NOW, NOW - 90 * DAY, **more)


def test_a_memory_without_accesses_counts_from_its_event_or_its_change():
    records = [record("a"), record("b", event_start=NOW), record("c")]
    factors = decay.factors(records, {"c": ago(0)}, NOW)
    assert factors["b"] == factors["c"] == pytest.approx(1)
    assert factors["a"] == pytest.approx(decay.factor(ago(90), NOW))


@pytest.mark.parametrize(("top_k", "size"), [(1, 50), (10, 50), (100, 300)])
def test_the_pool_is_what_the_contract_says(top_k, size):
    assert decay.pool_size(top_k) == size
