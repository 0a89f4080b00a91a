"""What the filter language means, form by form."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mem0.exceptions import FilterError
from mem0.memory.filters import And, Condition, Not, Or, parse

JULY = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)
JULY_END = dt.datetime(2024, 7, 31, 23, 59, 59, 999999, tzinfo=dt.UTC)


def user(value: str) -> Condition:
    return Condition("user_id", "eq", value)


@pytest.mark.parametrize("raw", [None, {}, {"AND": []}, {"metadata": {}}])
def test_nothing_asked_constrains_nothing(raw: Any) -> None:
    assert parse(raw) == And(())


def test_a_bare_value_is_equality() -> None:
    assert parse({"user_id": "alice"}) == user("alice")


def test_siblings_are_anded() -> None:
    assert parse({"user_id": "a", "agent_id": "b"}) == And(
        (user("a"), Condition("agent_id", "eq", "b"))
    )


def test_an_or_beside_an_and_is_not_dropped() -> None:
    raw = {"AND": [{"user_id": "a"}], "OR": [{"run_id": "r"}, {"run_id": "s"}]}
    either = Or((Condition("run_id", "eq", "r"), Condition("run_id", "eq", "s")))
    assert parse(raw) == And((user("a"), either))


def test_several_operators_of_one_field_are_anded() -> None:
    assert parse({"metadata": {"n": {"gt": 1, "lt": 5}}}) == And(
        (
            Condition("metadata", "gt", 1, ("n",)),
            Condition("metadata", "lt", 5, ("n",)),
        )
    )


def test_not_takes_an_object() -> None:
    assert parse({"NOT": {"user_id": "a"}}) == Not(user("a"))


def test_not_takes_a_list_and_means_none_of_them() -> None:
    assert parse({"NOT": [{"user_id": "a"}, {"user_id": "b"}]}) == Not(
        Or((user("a"), user("b")))
    )


@pytest.mark.parametrize(
    "raw", [{"user_id": ["a", "b"]}, {"user_id": {"in": ["a", "b"]}}]
)
def test_a_list_means_any_of(raw: Any) -> None:
    assert parse(raw) == Condition("user_id", "in", ("a", "b"))


@pytest.mark.parametrize("op", ["ne", "nin"])
def test_ne_with_a_list_means_not_in(op: str) -> None:
    assert parse({"user_id": {op: ["a"]}}) == Condition("user_id", "nin", ("a",))


@pytest.mark.parametrize("value", ["*", {"eq": "*"}, ["*"], {"in": ["a", "*"]}])
def test_a_star_means_any_id(value: Any) -> None:
    assert parse({"agent_id": value}) == Condition("agent_id", "exists")


@pytest.mark.parametrize("field", ["categories", "created_at", "feedback", "text"])
def test_a_bare_star_means_any_value(field: str) -> None:
    assert parse({field: "*"}).operator == "exists"  # type: ignore[union-attr]  # a leaf


def test_null_asks_for_no_value() -> None:
    absent = Not(Condition("agent_id", "exists"))
    assert parse({"agent_id": None}) == absent
    assert parse({"agent_id": {"ne": None}}) == Condition("agent_id", "exists")
    assert parse({"metadata": {"k": None}}) == Not(
        Condition("metadata", "exists", path=("k",))
    )


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("userId", "user_id"),
        ("runId", "run_id"),
        ("session_id", "run_id"),
        ("memoryIds", "id"),
        ("feedbackReason", "feedback_reason"),
        ("attributedTo", "attributed_to"),
        ("keywordsSearch", "text"),
        ("keywords", "text"),
    ],
)
def test_aliases_reach_the_column(alias: str, name: str) -> None:
    value = "00000000-0000-4000-8000-000000000001" if name == "id" else "x"
    assert parse({alias: value}).field == name  # type: ignore[union-attr]  # a leaf


def test_the_time_fields_have_camel_case_names_too() -> None:
    assert parse({"createdAt": {"gte": JULY.isoformat()}}) == Condition(
        "created_at", "gte", JULY
    )


def test_timestamp_is_created_at() -> None:
    assert parse({"timestamp": {"gte": 0}}) == parse({"created_at": {"gte": 0}})


@pytest.mark.parametrize(
    ("given", "stored"),
    [(5, "5"), (" alice ", "alice"), ("e\u0301", "é"), ("a/b@c d", "a/b@c d")],
)
def test_ids_are_cleaned(given: Any, stored: str) -> None:
    assert parse({"user_id": given}) == user(stored)


@pytest.mark.parametrize("given", ["", "  ", "a\nb", "x" * 256, True, 1.5, ["a", None]])
def test_it_rejects_what_is_no_id(given: Any) -> None:
    with pytest.raises(FilterError, match="'user_id'"):
        parse({"user_id": given})


def test_a_date_is_its_whole_day() -> None:
    month = {"gte": "2024-07-01", "lte": "2024-07-31"}
    assert parse({"created_at": month}) == And(
        (
            Condition("created_at", "gte", JULY),
            Condition("created_at", "lte", JULY_END),
        )
    )
    assert parse({"created_at": {"gt": "2024-07-31"}}) == Condition(
        "created_at", "gt", JULY_END
    )
    assert parse({"created_at": "2024-07-31"}) == And(
        (
            Condition("created_at", "gte", dt.datetime(2024, 7, 31, tzinfo=dt.UTC)),
            Condition("created_at", "lte", JULY_END),
        )
    )


@pytest.mark.parametrize(
    "given",
    [
        "2024-07-01T00:00:00",
        "2024-07-01T00:00:00Z",
        "2024-07-01 02:00:00+02:00",
        1719792000,
        1719792000.0,
        JULY,
    ],
)
def test_a_time_is_read_in_every_form(given: Any) -> None:
    assert parse({"updated_at": {"eq": given}}) == Condition("updated_at", "eq", JULY)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("x", "ISO 8601"),
        ("2024-13-01", "exists"),
        ("2024-W27", "ISO 8601"),
        (1719792000000, "milliseconds"),
        (True, "boolean"),
        ("0001-01-01T00:00:00+14:00", "years 1 and 9999"),
        (None, "null"),
    ],
)
def test_it_rejects_what_is_no_time(given: Any, sentence: str) -> None:
    with pytest.raises(FilterError, match=f"'created_at' with 'gte'.*{sentence}"):
        parse({"created_at": {"gte": given}})


def test_dates_and_times_may_stand_in_one_list() -> None:
    tree = parse({"created_at": ["2024-07-01", JULY.isoformat()]})
    assert isinstance(tree, Or)
    assert tree.parts[0] == Condition("created_at", "in", (JULY,))


def test_an_expiration_date_is_a_date() -> None:
    assert parse(
        {"expiration_date": {"lte": "2024-07-01T23:00:00-02:00"}}
    ) == Condition("expiration_date", "lte", dt.date(2024, 7, 2))


@pytest.mark.parametrize("value", ["work", ["work"], {"eq": "work"}, {"in": ["work"]}])
def test_a_category_is_one_of_the_tags(value: Any) -> None:
    assert parse({"categories": value}) == Condition("categories", "in", ("work",))


@pytest.mark.parametrize("value", [{"ne": "work"}, {"ne": ["work"]}, {"nin": ["work"]}])
def test_a_category_can_be_excluded(value: Any) -> None:
    assert parse({"categories": value}) == Condition("categories", "nin", ("work",))


def test_categories_contain_a_part_of_a_tag_in_any_case() -> None:
    assert parse({"categories": {"contains": "Fin"}}) == Condition(
        "categories", "icontains", "Fin"
    )


def test_keywords_tell_cases_apart_only_when_asked() -> None:
    assert parse({"keywords": "Tea"}) == Condition("text", "icontains", "Tea")
    assert parse({"keywords": {"contains": "Tea"}}) == Condition(
        "text", "contains", "Tea"
    )


def test_metadata_keys_may_stand_at_the_root() -> None:
    assert parse({"metadata.color": "red"}) == parse({"metadata": {"color": "red"}})


def test_a_dotted_key_is_the_flat_key_or_the_nested_one() -> None:
    flat, nested = ("a.b",), ("a", "b")
    assert parse({"metadata": {"a.b": 1}}) == Or(
        (Condition("metadata", "eq", 1, flat), Condition("metadata", "eq", 1, nested))
    )
    assert parse({"metadata": {"a.b": {"ne": 1}}}) == Not(parse({"metadata.a.b": 1}))


@pytest.mark.parametrize("field", ["state", "attributed_to", "speaker", "feedback"])
def test_our_own_fields_compare_by_equality(field: str) -> None:
    assert parse({field: {"ne": "x"}}) == Condition(field, "ne", "x")
    assert parse({field: ["x", "y"]}) == Condition(field, "in", ("x", "y"))
