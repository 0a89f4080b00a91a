"""Turns a filter from the wire into a tree, or says in one sentence what is wrong.

It knows the grammar: sibling keys are ANDed, a field takes a bare value, `"*"`, a
list, or an object of operators. What a field's operators mean is `filter_fields`'
business, how large a filter may be `filter_bounds`'.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass, field as attribute
from typing import Any

from mem0.exceptions import FilterError
from mem0.memory.filter_bounds import (
    DEFAULT_LIMITS,
    LOGICAL,
    FilterLimits,
    check_bounds,
)
from mem0.memory.filter_fields import FIELDS, METADATA, NAMES, Field
from mem0.memory.filter_tree import (
    And,
    Condition,
    Filter,
    Not,
    Operator,
    Or,
    all_of,
)
from mem0.memory.filter_values import kind

_ALLOWED_KEYS = [
    *LOGICAL,
    "user_id",
    "agent_id",
    "app_id",
    "run_id",
    "created_at",
    "updated_at",
    "timestamp",
    "expiration_date",
    "text",
    "categories",
    "metadata",
    "keywords_search",
    "memory_ids",
    "keywords",
]

UNKNOWN_KEY = (
    f"Top-level key must be a logical operator or an allowed field: {_ALLOWED_KEYS}"
)
"""The wire's own text, which clients may compare."""


def parse(raw: Any, limits: FilterLimits = DEFAULT_LIMITS) -> Filter:
    """The tree of a filter given as JSON; None and `{}` constrain nothing.

    Raises FilterError, naming the field and the operator, for anything that is not
    in the language or larger than the limits.
    """
    if raw is None:
        return And(())
    if not isinstance(raw, Mapping):
        raise FilterError(f"Filters must be an object, not {kind(raw)}.")
    check_bounds(raw, limits)
    return _Parser(limits).siblings(raw)


def parse_query_parameter(text: str, limits: FilterLimits = DEFAULT_LIMITS) -> Filter:
    """The tree of a filter that came in a query string, see `decode_query_parameter`."""
    return parse(decode_query_parameter(text, limits), limits)


def decode_query_parameter(
    text: str, limits: FilterLimits = DEFAULT_LIMITS
) -> dict[str, Any]:
    """The object in `?filters=…`: JSON, or the `repr` Python clients send instead.

    The latter is read as a literal, never evaluated. Raises FilterError.
    """
    if len(text.encode("utf-8", "replace")) > limits.size:
        raise FilterError(
            f"The filter is too large: at most {limits.size} bytes are allowed."
        )
    if _bracket_depth(text) > _MAX_BRACKETS:
        raise FilterError("The filter is nested too deep.")
    value = _decode(text)
    if not isinstance(value, dict):
        raise FilterError(f"Filters must be an object, not {kind(value)}.")
    return value


_MAX_BRACKETS = 64


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth -= 1
    return deepest


def _decode(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise FilterError(
            'Filters must be a JSON object, such as {"user_id": "alice"}.'
        ) from None


@dataclass(frozen=True, slots=True)
class _Target:
    """What a comparison is about: a field by the name the client used."""

    name: str
    column: str
    spec: Field

    def operator(self, name: str) -> Operator:
        for known in self.spec.operators:
            if known == name:
                return known
        raise self.error(f"does not take the operator {name[:40]!r}", name[:40])

    def present(self) -> Filter:
        if self.spec is METADATA:
            return self._read("exists", None)
        return Condition(self.column, "exists")

    def build(self, operator: Operator, operand: Any) -> Filter:
        if operand is None and operator == "eq":
            return Not(self.present())
        if operand is None and operator == "ne":
            return self.present()
        return self._read(operator, operand)

    def _read(self, operator: Operator, operand: Any) -> Filter:
        try:
            return self.spec.build(self.column, operator, operand)
        except ValueError as error:
            raise self.error(str(error), operator) from None

    def error(self, sentence: str, operator: str = "") -> FilterError:
        """A FilterError such as `'created_at' with 'gte' must be … (operators: …)`."""
        subject = f"'{self.name}' with '{operator}'" if operator else f"'{self.name}'"
        if operator and operator not in self.spec.operators:
            subject = f"'{self.name}'"
        allowed = ", ".join(self.spec.operators)
        return FilterError(
            f"{subject} {sentence} (operators of '{self.name}': {allowed}).",
            details={
                "field": self.name,
                "operator": operator,
                "allowed": list(self.spec.operators),
            },
        )


@dataclass(slots=True)
class _Parser:
    limits: FilterLimits
    leaves: int = attribute(default=0)

    def siblings(self, raw: Mapping[str, Any]) -> Filter:
        return all_of(*(self._pair(key, value) for key, value in raw.items()))

    def _pair(self, key: str, value: Any) -> Filter:
        if key in LOGICAL:
            return self._logical(key, value)
        if key == "metadata":
            return self._metadata(value)
        if key.startswith("metadata."):
            return self._metadata_key(key.removeprefix("metadata."), value)
        name = NAMES.get(key)
        if name is None:
            raise FilterError(
                f"{UNKNOWN_KEY}. Unknown key: {key[:100]!r}.",
                details={"field": key[:100]},
            )
        return self._field(_Target(name, FIELDS[name].column, FIELDS[name]), value)

    def _logical(self, operator: str, value: Any) -> Filter:
        if operator == "NOT" and isinstance(value, Mapping):
            return Not(self._group("NOT", value))
        if not isinstance(value, list | tuple):
            wanted = "an object or a list" if operator == "NOT" else "a list"
            raise FilterError(
                f"'{operator}' takes {wanted} of objects, not {kind(value)}.",
                details={"operator": operator},
            )
        parts = tuple(self._group(operator, each) for each in value)
        match operator:
            case "AND":
                return all_of(*parts)
            case "OR":
                return Or(parts)
            case _:
                return Not(Or(parts))

    def _group(self, operator: str, value: Any) -> Filter:
        if not isinstance(value, Mapping):
            raise FilterError(
                f"'{operator}' takes objects, not {kind(value)}.",
                details={"operator": operator},
            )
        # An empty object would match everything: under OR that is never meant.
        if not value:
            raise FilterError(
                f"'{operator}' must not hold an empty object.",
                details={"operator": operator},
            )
        return self.siblings(value)

    def _metadata(self, value: Any) -> Filter:
        if not isinstance(value, Mapping):
            raise FilterError(
                "'metadata' takes an object of keys and values, such as "
                f'{{"color": "red"}}, not {kind(value)}.',
                details={"field": "metadata"},
            )
        return all_of(*(self._metadata_key(*pair) for pair in value.items()))

    def _metadata_key(self, key: str, value: Any) -> Filter:
        return self._field(_Target(f"metadata.{key[:100]}", key, METADATA), value)

    def _field(self, target: _Target, value: Any) -> Filter:
        if isinstance(value, str) and value == "*":
            self._count()
            return target.present()
        if isinstance(value, list | tuple):
            return self._leaf(target, "in", value)
        if not isinstance(value, Mapping):
            bare = "eq" if value is None else target.spec.bare
            return self._leaf(target, bare, value)
        if not value:
            raise target.error("needs a value or an operator")
        return all_of(*(self._leaf(target, *pair) for pair in value.items()))

    def _leaf(self, target: _Target, operator: str, operand: Any) -> Filter:
        self._count()
        # Clients write "not in" as `ne` with a list.
        if operator == "ne" and isinstance(operand, list | tuple):
            operator = "nin"
        known = target.operator(operator)
        if known in {"in", "nin"}:
            self._check_list(target, known, operand)
        return target.build(known, operand)

    def _check_list(self, target: _Target, operator: Operator, operand: Any) -> None:
        if not isinstance(operand, list | tuple):
            raise target.error(f"takes a list of values, not {kind(operand)}", operator)
        if len(operand) > self.limits.values:
            raise target.error(
                f"has {len(operand)} values, at most {self.limits.values} are allowed",
                operator,
            )

    def _count(self) -> None:
        self.leaves += 1
        if self.leaves > self.limits.leaves:
            raise FilterError(
                f"The filter has more than {self.limits.leaves} conditions, at most "
                f"{self.limits.leaves} are allowed."
            )
