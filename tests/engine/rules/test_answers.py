"""A short answer states what its question asked about."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("question", "answer", "slot"),
    [
        ("Where do you live?", "Porto.", ("User", "home", "Porto", False)),
        ("Great! And how old are you?", "34", ("User", "age", "34", False)),
        (
            "What's your favorite color?",
            "Blue",
            ("User", "favorite:color", "Blue", False),
        ),
        ("Are you vegetarian?", "Yes!", ("User", "diet", "vegetarian", False)),
        ("Are you vegetarian?", "No.", ("User", "diet", "vegetarian", True)),
        ("Do you work at Acme?", "Yes, I do.", ("User", "employer", "Acme", False)),
    ],
)
def test_it_becomes_a_statement(slots, question, answer, slot):
    assert slots(("assistant", question), answer) == [slot]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Shall I go on?", "Yes."),
        ("Do you have any questions?", "No"),
        ("Where do you live?", "Why?"),
        ("Are you ready?", "Yes"),
    ],
)
def test_it_stays_nothing_where_no_slot_is_filled(texts, question, answer):
    assert texts(("assistant", question), answer) == []


def test_an_old_question_is_not_answered_later(texts):
    assert texts(("assistant", "Where do you live?"), "Thanks!", "Blue") == []
