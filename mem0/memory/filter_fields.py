"""What each field of the filter language compares with, and what that means.

A field has a column, the operators it takes, the operator a bare value stands for,
and a function that turns (column, operator, operand) into a piece of tree. These
functions raise ValueError with a sentence; `filter_parser` adds the field's name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mem0.memory.filter_tree import (
    And,
    Condition,
    Filter,
    Not,
    Operator,
    Or,
    any_of,
)
from mem0.memory.filter_values import (
    day,
    identifier,
    moment,
    phrase,
    scalar,
    sortable,
    uuid_text,
)

Build = Callable[[str, Operator, Any], Filter]

OPERATORS: tuple[Operator, ...] = (
    "eq",
    "ne",
    "in",
    "nin",
    "gt",
    "gte",
    "lt",
    "lte",
    "contains",
    "icontains",
)
_EQUALITY = OPERATORS[:4]
_ORDERED = OPERATORS[:8]


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is read; `bare` is the operator of a value without one."""

    column: str
    build: Build
    operators: tuple[Operator, ...] = _EQUALITY
    bare: Operator = "eq"


def plain(read: Callable[[Any], Any]) -> Build:
    """Each operand becomes one value; `in` and `nin` take a tuple of them."""

    def build(column: str, operator: Operator, operand: Any) -> Filter:
        if operator in {"in", "nin"}:
            return Condition(column, operator, tuple(map(read, operand)))
        return Condition(column, operator, read(operand))

    return build


def entity(column: str, operator: Operator, operand: Any) -> Filter:
    """An id of the client's own; `"*"` means any, wherever it stands."""
    negated = operator in {"ne", "nin"}
    values = operand if operator in {"in", "nin"} else [operand]
    if "*" in values:
        present = Condition(column, "exists")
        return Not(present) if negated else present
    return plain(identifier)(column, operator, operand)


def tags(column: str, operator: Operator, operand: Any) -> Filter:
    """A list of tags: any of the given ones, or one with a part of its name."""
    if operator in {"contains", "icontains"}:
        return Condition(column, "icontains", phrase(operand))
    wanted = operand if operator in {"in", "nin"} else [operand]
    values = tuple(map(phrase, wanted))
    return Condition(column, "in" if operator in {"eq", "in"} else "nin", values)


def time(column: str, operator: Operator, operand: Any) -> Filter:
    """A point in time, compared with points or with whole days (in UTC)."""
    match operator:
        case "in" | "nin":
            among = _among(column, [moment(each) for each in operand])
            return among if operator == "in" else Not(among)
        case "ne":
            return Not(_at(column, moment(operand)))
        case "eq":
            return _at(column, moment(operand))
        case _:
            return Condition(column, operator, _edge(operator, moment(operand)))


def _among(column: str, moments: Sequence[dt.datetime | dt.date]) -> Filter:
    points = tuple(at for at in moments if isinstance(at, dt.datetime))
    days = [at for at in moments if not isinstance(at, dt.datetime)]
    ranges = [_at(column, at) for at in days]
    return any_of(*([Condition(column, "in", points)] if points else []), *ranges)


def _at(column: str, at: dt.datetime | dt.date) -> Filter:
    if isinstance(at, dt.datetime):
        return Condition(column, "eq", at)
    return And(
        (
            Condition(column, "gte", _edge("gte", at)),
            Condition(column, "lte", _edge("lte", at)),
        )
    )


def _edge(operator: Operator, at: dt.datetime | dt.date) -> dt.datetime:
    """The instant a comparison with a day means: `lte` and `gt` look at its end."""
    if isinstance(at, dt.datetime):
        return at
    clock = dt.time.max if operator in {"lte", "gt"} else dt.time.min
    return dt.datetime.combine(at, clock, tzinfo=dt.UTC)


def metadata(key: str, operator: Operator, operand: Any) -> Filter:
    """A key of the metadata object. `a.b` is the key `a.b`, or `b` inside `a`.

    Documents name nested keys by a dotted path, yet a flat key may hold a dot as
    well; both are meant, so whoever stored either finds it.
    """
    operand = _metadata_operand(operator, operand)
    paths = _paths(key)
    if len(paths) == 1:
        return Condition("metadata", operator, operand, paths[0])
    positive: dict[Operator, Operator] = {"ne": "eq", "nin": "in"}
    meant = positive.get(operator, operator)
    either = Or(tuple(Condition("metadata", meant, operand, p) for p in paths))
    return Not(either) if operator in positive else either


def _metadata_operand(operator: Operator, operand: Any) -> Any:
    match operator:
        case "exists":
            return None
        case "in" | "nin":
            return tuple(map(scalar, operand))
        case "gt" | "gte" | "lt" | "lte":
            return sortable(operand)
        case "icontains":
            return phrase(operand)
        case _:
            return scalar(operand)


def _paths(key: str) -> list[tuple[str, ...]]:
    if not key.strip():
        raise ValueError("must have a key that is not blank")
    steps = tuple(key.split("."))
    return [(key,), steps] if len(steps) > 1 and all(steps) else [(key,)]


_TEXT_OPERATORS: tuple[Operator, ...] = ("contains", "icontains", "eq", "ne")
_TEXT = Field("text", plain(phrase), _TEXT_OPERATORS, bare="icontains")
_CREATED = Field("created_at", time, _ORDERED)

METADATA = Field("metadata", metadata, OPERATORS)

FIELDS: dict[str, Field] = {
    "user_id": Field("user_id", entity),
    "agent_id": Field("agent_id", entity),
    "app_id": Field("app_id", entity),
    "run_id": Field("run_id", entity),
    "session_id": Field("run_id", entity),
    "created_at": _CREATED,
    "timestamp": _CREATED,
    "updated_at": Field("updated_at", time, _ORDERED),
    "valid_from": Field("valid_from", time, _ORDERED),
    "valid_to": Field("valid_to", time, _ORDERED),
    "recorded_at": Field("recorded_at", time, _ORDERED),
    "closed_at": Field("closed_at", time, _ORDERED),
    "expiration_date": Field("expiration_date", plain(day), _ORDERED),
    "text": _TEXT,
    "keywords": _TEXT,
    "keywords_search": _TEXT,
    "categories": Field("categories", tags, (*_EQUALITY, "contains", "icontains")),
    "memory_ids": Field("id", plain(uuid_text)),
    "feedback": Field("feedback", plain(phrase)),
    "feedback_reason": Field("feedback_reason", plain(phrase)),
    "state": Field("state", plain(phrase)),
    "attributed_to": Field("attributed_to", plain(phrase)),
    "speaker": Field("speaker", plain(phrase)),
}
"""Every field but `metadata`, by its name on the wire."""


def camel_case(name: str) -> str:
    """`created_at` as JavaScript writes it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


NAMES = {spelling: name for name in FIELDS for spelling in (name, camel_case(name))}
"""Accepted spelling → name."""
