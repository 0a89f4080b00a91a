from __future__ import annotations

import pytest

from mem0.memory.rules import normalized, same_statement


def test_form_is_folded_away():
    assert normalized("  User  LIKES ﬁsh! ") == normalized("user likes fish")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("User likes hiking", "User likes hiking."),
        ("User really loves hiking in Norway", "User loves hiking in Norway"),
        ("User is a nurse", "User was a nurse"),
    ],
)
def test_near_duplicates_are_the_same(a, b):
    assert same_statement(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("User is 34", "User is 35"),
        ("User likes tea", "User doesn't like tea"),
        ("User lives in Porto", "User lives in Lisbon"),
        ("Ana plays chess every day", "Bob plays chess every day"),
        ("User no longer smokes", "User smokes"),
        ("User likes tea", "User likes coffee"),
    ],
)
def test_an_update_is_never_the_same(a, b):
    assert not same_statement(a, b)
