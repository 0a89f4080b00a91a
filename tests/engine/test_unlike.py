"""What becomes of a memory that a model ends for no reason that the words tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from mem0.memory.decisions import NEAR, Given, Known, decide, record_of, replacing
from mem0.memory.types import Fact, Index, Message, Record, Scope

NOON = dt.datetime(2024, 5, 7, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ANA = Scope(user_id="ana")
OLD = Record("m-1", "User plays the cello.", ANA, NOON, NOON, language="en")
FACT = Fact("User may approve refunds.", (0,), unlike=(0,))
GIVEN = Given(NOON + HOUR)
NEW = record_of(FACT, [Message("user", FACT.text, NOON + HOUR)], ANA, GIVEN)


def decided(old: Record, cosine: float = 0.0):
    known = Known(similar=[(old, cosine)], shown=[old])
    return decide(FACT, NEW, known, GIVEN, Index("m", (1.0,), {}, (1.0,), {}))


def test_it_stays_and_is_asked_about():
    got = decided(OLD)
    assert [each.event for each in got.changes] == ["ADD"]
    assert got.unlike == (OLD,)


def test_what_is_near_by_meaning_is_replaced():
    got = decided(OLD, NEAR)
    assert [each.event for each in got.changes] == ["ADD", "SUPERSEDE"]
    assert got.unlike == ()


@pytest.mark.parametrize(
    "change",
    [
        {"immutable": True},
        {"state": "superseded"},
        {"confirmed_at": NOON + 2 * HOUR},
        {"created_at": NOON + 2 * HOUR},
    ],
)
def test_what_could_not_end_anyway_is_not_asked_about(change):
    old = replace(OLD, **change)
    assert decided(old).unlike == ()
    assert replacing(NEW, [old], NOON + 3 * HOUR) == []


def test_a_persons_word_closes_it_when_the_new_one_began():
    (change,) = replacing(NEW, [OLD], NOON + 3 * HOUR)
    closed = change.record
    assert (closed.state, closed.replaced_by) == ("superseded", NEW.id)
    assert (closed.valid_to, closed.closed_at) == (NOON + HOUR, NOON + 3 * HOUR)
