"""Which memories have a category or a value in metadata, where that can be told by an index.

Row-level security keeps PostgreSQL from using an index for conditions on documents and
arrays. A function that answers to the tenant alone looks instead (migration 0019), and
says which memories it are if they are few. The statement itself still has its whole
condition and the policy: what the function says only narrows where it looks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db import connection

from mem0.memory.filters import And, Condition, Filter, all_of

FEW = 2_000
"""Of more memories than these the newest are found sooner by looking at the newest."""
MOST_ASKED = 3
"""Conditions of a filter that are looked up."""
NARROW = frozenset({"user_id", "run_id", "id"})
"""Who asks for one of these reads little anyhow."""


def narrowed(where: Filter) -> Filter:
    """The filter with the ids of the memories that can match it, if those are few;
    inside the tenant's transaction."""
    told = [found for found in map(_few, _asked(where)) if found is not None]
    if not told:
        return where
    fewest: list[str] = min(told, key=len)
    return all_of(Condition("id", "in", tuple(fewest)), where)


def _asked(where: Filter) -> list[Condition]:
    """Conditions that must hold and that labels can tell."""
    conditions = list(_required(where))
    if any(c.field in NARROW and c.operator in {"eq", "in"} for c in conditions):
        return []
    return [c for c in conditions if _is_labelled(c)][:MOST_ASKED]


def _required(where: Filter) -> Iterator[Condition]:
    match where:
        case Condition():
            yield where
        case And(parts=parts):
            for part in parts:
                yield from _required(part)


def _is_labelled(condition: Condition) -> bool:
    """Whether its values have labels: categories, and scalars at the top of metadata."""
    match condition:
        case Condition(field="categories", operator="in"):
            return True
        case Condition(field="metadata", path=(_,), operator="eq" | "in"):
            return all(isinstance(v, str | int | float) for v in _values(condition))
    return False


def _values(condition: Condition) -> tuple[object, ...]:
    if condition.operator == "eq":
        return (condition.value,)
    return tuple(condition.value)


def _few(condition: Condition) -> list[str] | None:
    """Ids of the memories for which it holds; None if those are many."""
    name = condition.path[0] if condition.path else ""
    values = [json.dumps(value) for value in _values(condition)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT memories_labelled(%s, %s, %s::jsonb[], %s)::text[]",
            [condition.field, name, values, FEW],
        )
        (found,) = cursor.fetchone()
    return None if found is None else list(found)
