"""A filter that is not in the language is refused with its field and operator."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, strategies as st

from mem0.exceptions import FilterError
from mem0.memory.filters import FilterLimits, decode_query_parameter, parse

WIRE_TEXT = (
    "Top-level key must be a logical operator or an allowed field: ['AND', 'OR', 'NOT', "
    "'user_id', 'agent_id', 'app_id', 'run_id', 'created_at', 'updated_at', 'timestamp', "
    "'expiration_date', 'text', 'categories', 'metadata', 'keywords_search', "
    "'memory_ids', 'keywords']"
)


def refusal(raw: Any) -> str:
    with pytest.raises(FilterError) as caught:
        parse(raw)
    assert caught.value.status_code == 400
    return str(caught.value)


def test_an_unknown_key_gets_the_text_clients_know_and_its_name() -> None:
    text = refusal({"colour": "red"})
    assert text.startswith(WIRE_TEXT)
    assert "'colour'" in text


def test_an_unknown_key_is_found_at_any_depth() -> None:
    assert "'colour'" in refusal({"AND": [{"NOT": {"colour": 1}}]})


@pytest.mark.parametrize("operator", [">=", "!=", "=", "regex", "$gt", "EQ", "exists"])
def test_an_unknown_operator_is_named_with_what_is_allowed(operator: str) -> None:
    text = refusal({"created_at": {operator: "2024-01-01"}})
    assert "'created_at'" in text
    assert repr(operator) in text
    assert "eq, ne, in, nin, gt, gte, lt, lte" in text


@pytest.mark.parametrize("field", ["user_id", "memory_ids", "feedback"])
def test_a_field_without_order_takes_no_comparison(field: str) -> None:
    assert "does not take the operator 'gt'" in refusal({field: {"gt": "x"}})


@pytest.mark.parametrize("field", ["user_id", "categories", "created_at", "memory_ids"])
def test_the_letters_of_a_string_are_never_taken_for_a_list(field: str) -> None:
    assert "takes a list of values, not a string" in refusal({field: {"in": "abc"}})


def test_equality_takes_no_list() -> None:
    assert "must be a string, not a list" in refusal({"user_id": {"eq": ["a"]}})


@pytest.mark.parametrize("raw", [{"user_id": {}}, {"metadata": {"k": {}}}], ids=str)
def test_an_empty_object_of_operators_means_nothing(raw: Any) -> None:
    assert "needs a value or an operator" in refusal(raw)


@pytest.mark.parametrize("raw", ["x", 1, [], [{"user_id": "a"}], True])
def test_the_root_must_be_an_object(raw: Any) -> None:
    assert "must be an object" in refusal(raw)


@pytest.mark.parametrize("operator", ["AND", "OR"])
@pytest.mark.parametrize("value", [{"user_id": "a"}, "x", None, 1])
def test_and_and_or_take_lists(operator: str, value: Any) -> None:
    assert f"'{operator}' takes a list of objects" in refusal({operator: value})


def test_not_takes_an_object_or_a_list() -> None:
    assert "'NOT' takes an object or a list" in refusal({"NOT": "x"})


@pytest.mark.parametrize("raw", [{"OR": [{"user_id": "a"}, {}]}, {"NOT": {}}])
def test_an_empty_object_under_an_operator_is_refused(raw: Any) -> None:
    assert "empty object" in refusal(raw)


def test_the_operands_of_a_list_must_be_objects() -> None:
    assert "takes objects, not a string" in refusal({"AND": ["user_id"]})


@pytest.mark.parametrize("value", ["x", "*", 1, ["k"], None])
def test_metadata_takes_an_object(value: Any) -> None:
    assert "'metadata' takes an object" in refusal({"metadata": value})


def test_metadata_has_no_order_for_booleans_and_lists() -> None:
    assert "'metadata.k' with 'gt'" in refusal({"metadata": {"k": {"gt": True}}})
    assert "'metadata.k' with 'in'" in refusal({"metadata": {"k": [["a"]]}})


def test_metadata_keys_are_not_blank() -> None:
    assert "not blank" in refusal({"metadata": {" ": 1}})


def test_memory_ids_are_uuids() -> None:
    assert "'memory_ids' with 'in' must be a valid UUID" in refusal(
        {"memory_ids": ["1"]}
    )


@pytest.mark.parametrize(
    "poison",
    [
        {"user_id": "a\0b"},
        {"metadata": {"k\0": 1}},
        {"metadata": {"k": ["\ud800"]}},
        {"metadata": {"k": math.nan}},
        {"metadata": {"k": {"gt": math.inf}}},
        {"metadata": {"k": 2**53 + 1}},
        {"metadata": {"k": 10**400}},
        {"user_id": {"in": {"a"}}},
        {"user_id": b"a"},
        {1: "a"},
    ],
    ids=lambda raw: ascii(raw)[:40],
)
def test_values_no_store_can_hold_are_refused(poison: Any) -> None:
    assert refusal(poison)


def nested(levels: int, operator: str = "AND") -> Any:
    raw: Any = {"user_id": "a"}
    for _ in range(levels):
        raw = {operator: raw if operator == "NOT" else [raw]}
    return raw


@pytest.mark.parametrize("operator", ["AND", "OR", "NOT"])
def test_depth_is_bounded(operator: str) -> None:
    parse(nested(8, operator))
    text = refusal(nested(9, operator))
    assert text == "The filter is nested 9 levels deep, at most 8 are allowed."


@pytest.mark.parametrize("levels", [100, 5000])
def test_a_bomb_of_levels_ends_in_a_sentence(levels: int) -> None:
    assert "levels deep, at most 8 are allowed" in refusal(nested(levels))


def test_a_bomb_of_lists_ends_in_a_sentence() -> None:
    raw: Any = "x"
    for _ in range(5000):
        raw = [raw]
    assert refusal({"user_id": raw})


def test_a_cycle_ends_in_a_sentence() -> None:
    raw: dict[str, Any] = {}
    raw["AND"] = [raw, raw]
    assert refusal(raw)


def test_the_number_of_conditions_is_bounded() -> None:
    def conditions(count: int) -> Any:
        return {"OR": [{"user_id": "a"}] * count}

    parse(conditions(200))
    assert "at most 200" in refusal(conditions(201))


def test_the_number_of_values_is_bounded() -> None:
    parse({"user_id": ["a"] * 1000})
    assert "1001 values, at most 1000" in refusal({"user_id": ["a"] * 1001})


def test_the_bytes_are_bounded() -> None:
    assert "at most 32768 bytes" in refusal({"text": "é" * 17_000})


def test_the_bounds_can_be_set() -> None:
    with pytest.raises(FilterError, match="at most 1 are allowed"):
        parse(nested(2), FilterLimits(depth=1))


@pytest.mark.parametrize(
    "text",
    [
        '{"user_id": "alice", "agent_id": null}',
        "{'user_id': 'alice', 'agent_id': None}",
        " {'user_id': 'alice', 'agent_id': None}\n",
    ],
)
def test_a_query_parameter_is_json_or_the_repr_of_a_dict(text: str) -> None:
    assert decode_query_parameter(text) == {"user_id": "alice", "agent_id": None}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "alice",
        "[]",
        "__import__('os').getcwd()",
        "{'user_id': open('x')}",
        "{" * 50_000,
        "[" * 30_000,
        "{'a':" * 60 + "1" + "}" * 60,
        "-" * 30_000 + "1",
        '{"user_id": "' + "x" * 40_000 + '"}',
        "{'user_id': 'a\0'}",
    ],
    ids=lambda text: text[:20],
)
def test_a_query_parameter_that_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        parse(decode_query_parameter(text))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "AND",
                    "OR",
                    "NOT",
                    "user_id",
                    "metadata",
                    "created_at",
                    "in",
                    "eq",
                    "gte",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_any_value_is_parsed_or_refused_and_never_an_accident(raw: Any) -> None:
    with suppress(FilterError):
        parse(raw)


@given(st.text(alphabet="{}[]()'\",: aN1-*", max_size=60))
def test_any_query_text_is_read_or_refused_and_never_an_accident(text: str) -> None:
    with suppress(FilterError):
        decode_query_parameter(text)
