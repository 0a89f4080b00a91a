"""Whose memories a filter asks for."""

from __future__ import annotations

from typing import Any

import pytest

from mem0.memory.filters import (
    And,
    Condition,
    Or,
    all_of,
    any_of,
    entity_ids,
    has_positive_entity,
    parse,
    scope_filter,
)
from mem0.memory.types import Scope


@pytest.mark.parametrize(
    "raw",
    [
        {"user_id": "a"},
        {"run_id": "*"},
        {"OR": [{"user_id": "*"}]},
        {"AND": [{"categories": "x"}, {"OR": [{"app_id": ["a"]}, {"text": "x"}]}]},
    ],
)
def test_an_id_under_and_and_or_names_somebody(raw: Any) -> None:
    assert has_positive_entity(parse(raw))


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"categories": "x"},
        {"user_id": {"ne": "a"}},
        {"user_id": {"nin": ["a"]}},
        {"user_id": None},
        {"NOT": {"user_id": "a"}},
        {"NOT": [{"NOT": [{"user_id": "a"}]}]},
        {"metadata": {"user_id": "a"}},
    ],
)
def test_a_negation_names_nobody(raw: Any) -> None:
    assert not has_positive_entity(parse(raw))


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        ({"user_id": "a", "AND": [{"run_id": "r"}]}, {"user_id": "a", "run_id": "r"}),
        ({"user_id": ["a"]}, {"user_id": "a"}),
        ({"user_id": ["a", "b"]}, {}),
        ({"OR": [{"user_id": "a"}, {"user_id": "b"}]}, {}),
        ({"NOT": {"user_id": "a"}}, {}),
        ({"user_id": "*", "state": "active"}, {}),
        ({"AND": [{"user_id": "a"}, {"user_id": "b"}]}, {"user_id": "a"}),
    ],
)
def test_only_ids_every_match_has_are_pinned(raw: Any, ids: dict[str, str]) -> None:
    assert entity_ids(parse(raw)) == ids


def test_a_scope_becomes_equality_with_each_of_its_ids() -> None:
    scope = Scope(user_id="a", run_id="r")
    assert scope_filter(scope) == parse({"user_id": "a", "run_id": "r"})
    assert scope_filter(Scope()) == And(())


def test_all_of_flattens_and_leaves_out_nothing_asked() -> None:
    one, two = Condition("user_id", "eq", "a"), Condition("run_id", "eq", "r")
    assert all_of(one, None, And((two,))) == And((one, two))
    assert all_of(None, one) == one
    assert any_of(one, two) == Or((one, two))
