"""Evaluates a filter against a record in memory.

It is the meaning of the language in plain Python: what a database makes of the same
tree has to agree with it, condition by condition. Everything is two-valued: a
comparison with null is false, except that `ne` and `nin` hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt
from typing import Any

from mem0.entities import ENTITY_IDS
from mem0.memory.filter_tree import (
    And,
    Condition,
    Filter,
    Not,
    Operator,
    Or,
)
from mem0.memory.types import Record

Compare = Callable[[Any, Any], bool]


def match(tree: Filter, record: Record) -> bool:
    """Whether the record is one the filter asks for."""
    match tree:
        case And(parts=parts):
            return all(match(part, record) for part in parts)
        case Or(parts=parts):
            return any(match(part, record) for part in parts)
        case Not(part=part):
            return not match(part, record)
        case Condition():
            return _holds(tree, _value(tree, record))


def _value(condition: Condition, record: Record) -> Any:
    if condition.field in ENTITY_IDS:
        return getattr(record.scope, condition.field)
    if condition.field == "metadata":
        return _inside(record.metadata or {}, condition.path)
    return getattr(record, condition.field, None)


def _inside(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def _holds(condition: Condition, value: Any) -> bool:
    compare = _COMPARE.get(condition.field, _PLAIN)
    match condition.operator:
        case "exists":
            return value is not None
        case "ne":
            return value is None or not compare["eq"](value, condition.value)
        case "nin":
            return value is None or not compare["in"](value, condition.value)
        case operator:
            return value is not None and compare[operator](value, condition.value)


def fold(text: str) -> str:
    """Lower case letter by letter, as databases do it: no letter becomes two."""
    return "".join(character.lower()[:1] for character in text)


def _one_of(value: Any, values: tuple[Any, ...]) -> bool:
    return value in values


def _contains(value: str, part: str) -> bool:
    return part in value


def _icontains(value: str, part: str) -> bool:
    return fold(part) in fold(value)


_PLAIN: dict[Operator, Compare] = {
    "eq": eq,
    "in": _one_of,
    "gt": gt,
    "gte": ge,
    "lt": lt,
    "lte": le,
    "contains": _contains,
    "icontains": _icontains,
}


def _tagged(tags: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return not set(tags).isdisjoint(wanted)


def _tag_contains(tags: tuple[str, ...], part: str) -> bool:
    return any(_icontains(tag, part) for tag in tags)


_TAGS: dict[Operator, Compare] = {"in": _tagged, "icontains": _tag_contains}


def _json_type(value: Any) -> str | None:
    """The JSON type of a scalar. A boolean is no number, though Python says so."""
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case _:
            return None


def _json_equal(value: Any, wanted: Any) -> bool:
    return _json_type(value) == _json_type(wanted) and bool(value == wanted)


def _json_one_of(value: Any, values: tuple[Any, ...]) -> bool:
    return any(_json_equal(value, each) for each in values)


def _json_ordered(compare: Compare) -> Compare:
    def ordered(value: Any, bound: Any) -> bool:
        return _json_type(value) == _json_type(bound) and compare(value, bound)

    return ordered


def _json_contains(value: Any, part: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_json_equal(each, part) for each in value)
    return isinstance(value, str) and isinstance(part, str) and part in value


def _json_icontains(value: Any, part: str) -> bool:
    if isinstance(value, list | tuple):
        return any(isinstance(each, str) and fold(each) == fold(part) for each in value)
    return isinstance(value, str) and _icontains(value, part)


_JSON: dict[Operator, Compare] = {
    "eq": _json_equal,
    "in": _json_one_of,
    "gt": _json_ordered(gt),
    "gte": _json_ordered(ge),
    "lt": _json_ordered(lt),
    "lte": _json_ordered(le),
    "contains": _json_contains,
    "icontains": _json_icontains,
}

_COMPARE = {"metadata": _JSON, "categories": _TAGS}
