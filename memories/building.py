"""Which memories an answer is made of, and how a filter is told from another."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone

from mem0.memory.filters import And, Condition, Filter, Not, Or, all_of
from mem0.memory.types import Record
from memories.store import ProjectStore
from memories.structuring import MOST_MEMORIES
from orgs.models import Project


def current(where: Filter) -> Filter:
    """What holds today: neither replaced nor merged nor expired."""
    today = timezone.now().date()
    return all_of(
        where,
        Condition("state", "eq", "active"),
        Not(Condition("expiration_date", "lt", today)),
    )


def current_records(project: Project, where: Filter) -> list[Record]:
    """The memories that hold today and match, newest first, at most `MOST_MEMORIES`."""
    return ProjectStore(project).find(current(where), limit=MOST_MEMORIES)


def digest(where: Filter) -> bytes:
    """32 bytes that two filters share when they ask for the same in the same words,
    whatever the order and nesting of their conjunctions."""
    return hashlib.sha256(_canonical(where).encode()).digest()


def _canonical(tree: Filter) -> str:
    match tree:
        case And(parts=parts) | Or(parts=parts):
            inside = sorted({_canonical(part) for part in parts})
            if len(inside) == 1:
                return inside[0]
            return f"{type(tree).__name__}[{';'.join(inside)}]"
        case Not(part=part):
            return f"Not[{_canonical(part)}]"
        case Condition():
            return _condition(tree)


def _condition(condition: Condition) -> str:
    value: Any = condition.value
    operator = condition.operator
    if operator == "in" and isinstance(value, tuple):
        value = sorted(set(value), key=repr)
        operator, value = ("eq", value[0]) if len(value) == 1 else (operator, value)
    return repr((condition.field, operator, value, condition.path))
