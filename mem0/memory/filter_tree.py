"""The tree a filter becomes, and the questions asked of its shape.

It knows neither the wire language nor a database: the parser makes it, a store
compiles it, `mem0.memory.filter_match` evaluates it. Everybody may build one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from mem0.entities import ENTITY_IDS
from mem0.memory.types import Scope

Operator = Literal[
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
    "exists",
]


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` compared with `value`. For metadata, `path` names the key inside it.

    `exists` (the wire's `"*"`) asks for any value but null; `ne` and `nin` also
    match null, every other operator is false on null. The value of `in` and `nin`
    is a tuple. Times are aware datetimes in UTC, `expiration_date` is a date, `id`
    the canonical text of a UUID. `categories` knows `in`, `nin` (any of the tags),
    `icontains` (a part of a tag) and `exists`.
    """

    field: str
    operator: Operator
    value: Any = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts hold; an empty one always holds."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of the parts holds; an empty one never holds."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold. Two-valued: it holds where the part is about null."""

    part: Filter


Filter = And | Or | Not | Condition


def all_of(*filters: Filter | None) -> Filter:
    """All of them hold; None constrains nothing."""
    parts: list[Filter] = []
    for each in filters:
        if isinstance(each, And):
            parts.extend(each.parts)
        elif each is not None:
            parts.append(each)
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def any_of(*filters: Filter) -> Filter:
    """At least one of them holds."""
    return filters[0] if len(filters) == 1 else Or(filters)


def scope_filter(scope: Scope) -> Filter:
    """Equality with every id the scope has; ids it has not are not constrained."""
    return all_of(
        *(Condition(field, "eq", value) for field, value in scope.ids().items())
    )


def has_positive_entity(tree: Filter) -> bool:
    """Whether some entity id is asked for by `eq`, `in` or `exists`.

    Anywhere under AND and OR counts; what stands under NOT does not.
    """
    match tree:
        case Condition(field=field, operator=operator):
            return field in ENTITY_IDS and operator in {"eq", "in", "exists"}
        case And(parts=parts) | Or(parts=parts):
            return any(has_positive_entity(part) for part in parts)
        case Not():
            return False


def entity_ids(tree: Filter) -> dict[str, str]:
    """The ids every match must have, by field: `{"user_id": "alice"}`.

    Only equality at the top conjunctive level pins an id; a field pinned to two
    different ids keeps the first (nothing can match it anyway).
    """
    match tree:
        case Condition(field=field, operator="eq", value=str(value)):
            return {field: value} if field in ENTITY_IDS else {}
        case Condition(field=field, operator="in", value=(str(value),)):
            return {field: value} if field in ENTITY_IDS else {}
        case And(parts=parts):
            pinned: dict[str, str] = {}
            for part in parts:
                pinned = entity_ids(part) | pinned
            return pinned
        case _:
            return {}
