"""Compiles a filter into a PostgreSQL condition over the columns of a memory.

The expression is never NULL, so NOT means what it says, and it holds no value of the
client's: each is a parameter, metadata keys included. Equality, lists, tags and
top-level metadata keys are written in the form an index can serve. What each operator
means is `mem0.memory.filter_match`; the two are tested against each other.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from mem0.exceptions import FilterError
from mem0.memory.filters import And, Condition, Filter, Not, Or

Sql = tuple[str, list[Any]]

_TYPES = {
    "id": "uuid",
    "user_id": "text",
    "agent_id": "text",
    "app_id": "text",
    "run_id": "text",
    "text": "text",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
    "expiration_date": "date",
    "feedback": "text",
    "feedback_reason": "text",
    "state": "text",
    "attributed_to": "text",
    "speaker": "text",
    "valid_from": "timestamptz",
    "valid_to": "timestamptz",
    "recorded_at": "timestamptz",
    "closed_at": "timestamptz",
    "replaced_by": "uuid",
    "categories": "text[]",
}
"""Column → PostgreSQL type, for every column but `metadata`."""

_SYMBOLS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

_COLUMN_TESTS = {
    "exists": "({0} IS NOT NULL)",
    "ne": "({0} IS DISTINCT FROM %s::{1})",
    "in": "({0} IS NOT NULL AND {0} = ANY(%s::{1}[]))",
    "nin": "({0} IS NULL OR {0} <> ALL(%s::{1}[]))",
    "contains": "({0} IS NOT NULL AND {0} LIKE %s::text)",
    "icontains": "({0} IS NOT NULL AND lower({0}) LIKE lower(%s::text))",
} | {
    operator: f"({{0}} IS NOT NULL AND {{0}} {symbol} %s::{{1}})"
    for operator, symbol in _SYMBOLS.items()
}
"""What an operator tests, given the column and its type."""

_TAG_TESTS = {
    "exists": "({0} IS NOT NULL)",
    "in": "({0} IS NOT NULL AND {0} && %s::text[])",
    "nin": "({0} IS NULL OR NOT {0} && %s::text[])",
    "icontains": (
        "(EXISTS (SELECT FROM unnest({0}) AS tag WHERE lower(tag) LIKE lower(%s::text)))"
    ),
}

_ALIAS = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def compile(tree: Filter, *, alias: str = "m") -> Sql:  # noqa: A001 - the verb of the job
    """A boolean expression over the table `alias`, and its parameters in order.

    Placeholders are psycopg's `%s`. Raises FilterError for a condition no parser
    makes (a field without a column, an operator the field has not).
    """
    if not _ALIAS.fullmatch(alias):
        raise ValueError(f"{alias!r} is not a table alias")
    return _compile(tree, alias)


def _compile(tree: Filter, alias: str) -> Sql:
    match tree:
        case And(parts=parts):
            return _join(" AND ", "TRUE", parts, alias)
        case Or(parts=parts):
            return _join(" OR ", "FALSE", parts, alias)
        case Not(part=part):
            return _not(_compile(part, alias))
        case Condition():
            return _condition(tree, alias)


def _join(word: str, empty: str, parts: tuple[Filter, ...], alias: str) -> Sql:
    compiled = [_compile(part, alias) for part in parts]
    if not compiled:
        return empty, []
    if len(compiled) == 1:
        return compiled[0]
    expression = word.join(expression for expression, _ in compiled)
    return f"({expression})", [each for _, values in compiled for each in values]


def _condition(condition: Condition, alias: str) -> Sql:
    field, column = condition.field, f"{alias}.{condition.field}"
    if field == "metadata" and condition.path:
        return _metadata(condition, column)
    tests = _TAG_TESTS if field == "categories" else _COLUMN_TESTS
    kind = _TYPES.get(field)
    if kind is None or condition.operator not in tests:
        raise FilterError(f"'{field}' cannot be compared with '{condition.operator}'.")
    return tests[condition.operator].format(column, kind), _bound(condition)


def _bound(condition: Condition) -> list[Any]:
    match condition.operator:
        case "exists":
            return []
        case "in" | "nin":
            return [list(condition.value)]
        case "contains" | "icontains":
            return [_pattern(condition.value)]
        case _:
            return [condition.value]


def _pattern(text: str) -> str:
    """A LIKE pattern for "contains this", with what LIKE reads as special escaped."""
    escaped = re.sub(r"([%_\\])", r"\\\1", text)
    return f"%{escaped}%"


def _metadata(condition: Condition, column: str) -> Sql:
    """A condition on the value at the path."""
    match condition.operator:
        case "ne":
            return _not(_metadata_equals(condition, column))
        case "nin":
            return _not(_metadata_in(condition, column))
        case "eq":
            return _metadata_equals(condition, column)
        case "in":
            return _metadata_in(condition, column)
        case _:
            return _metadata_test(condition, column)


def _metadata_test(condition: Condition, column: str) -> Sql:
    at = _at(condition, column)
    match condition.operator:
        case "exists":
            return at.test("jsonb_typeof({0}) <> 'null'")
        case "contains":
            return _metadata_contains(at, condition.value)
        case "icontains":
            return _metadata_icontains(at, condition.value)
        case operator:
            return _metadata_ordered(at, _SYMBOLS[operator], condition.value)


def _at(condition: Condition, column: str) -> _Expression:
    """The value at the path, through objects only: `->` with a text key never takes
    a digit for the position in an array."""
    steps = " -> %s::text" * len(condition.path)
    return _Expression(f"({column}{steps})", [*condition.path])


def _metadata_equals(condition: Condition, column: str) -> Sql:
    wanted: Any = condition.value
    for key in reversed(condition.path):
        wanted = {key: wanted}
    return f"({column} @> %s::jsonb)", [json.dumps(wanted)]


def _metadata_in(condition: Condition, column: str) -> Sql:
    printed = [json.dumps(each) for each in condition.value]
    return _at(condition, column).test("{0} = ANY(%s::jsonb[])", printed)


def _not(sql: Sql) -> Sql:
    return f"(NOT {sql[0]})", sql[1]


def _metadata_ordered(value: _Expression, symbol: str, bound: str | float) -> Sql:
    """Numbers compare with numbers and strings with strings, by code point.

    No cast: what PostgreSQL may evaluate before its guard then cannot raise.
    """
    if isinstance(bound, str):
        compared = f"({{0}} #>> '{{{{}}}}') COLLATE \"C\" {symbol} %s::text"
        return value.test(f"jsonb_typeof({{0}}) = 'string' AND {compared}", bound)
    compared = f"{{0}} {symbol} %s::jsonb"
    return value.test(
        f"jsonb_typeof({{0}}) = 'number' AND {compared}", json.dumps(bound)
    )


def _metadata_contains(value: _Expression, part: Any) -> Sql:
    array = "WHEN 'array' THEN {0} @> %s::jsonb"
    if not isinstance(part, str):
        cases = f"CASE jsonb_typeof({{0}}) {array} END"
        return value.test(cases, json.dumps(part))
    string = "WHEN 'string' THEN ({0} #>> '{{}}') LIKE %s::text"
    cases = f"CASE jsonb_typeof({{0}}) {string} {array} END"
    return value.test(cases, _pattern(part), json.dumps(part))


def _metadata_icontains(value: _Expression, part: str) -> Sql:
    string = "WHEN 'string' THEN lower({0} #>> '{{}}') LIKE lower(%s::text)"
    array = (
        "WHEN 'array' THEN EXISTS (SELECT FROM jsonb_array_elements({0}) AS each "
        "WHERE jsonb_typeof(each) = 'string' "
        "AND lower(each #>> '{{}}') = lower(%s::text))"
    )
    cases = f"CASE jsonb_typeof({{0}}) {string} {array} END"
    return value.test(cases, _pattern(part), part)


@dataclass(frozen=True, slots=True)
class _Expression:
    """A piece of SQL that stands at several places of a test, with its parameters."""

    sql: str
    parameters: list[Any]

    def test(self, template: str, *values: Any) -> Sql:
        """`template` with the expression for each `{0}`; unknown counts as false.

        The values belong to the template's own placeholders, in order.
        """
        rest = iter(values)
        parameters: list[Any] = []
        for mark in re.findall(r"\{0\}|%s", template):
            parameters.extend(self.parameters if mark == "{0}" else [next(rest)])
        return f"coalesce({template.format(self.sql)}, FALSE)", parameters
