"""What part of a filter a store can answer itself.

`normalise` reduces the filter tree to `Every` and `Some` over leaves of eight
operators, negation pushed down to the leaf. `split` then keeps the part a store
expresses and names the operators that are left for the caller to check; what is
kept never excludes a match, so filtering its answer again is always right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from mem0.exceptions import FilterError
from mem0.memory.filters import And, Condition, Filter, Not, Or
from mem0.vector_stores.times import epoch, is_day

TIMES = frozenset(
    {
        "created_at",
        "updated_at",
        "timestamp",
        "expiration_date",
        "recorded_at",
        "valid_from",
        "valid_to",
        "closed_at",
        "event_start",
        "event_end",
    }
)
ALIASES = {"memory_ids": "id", "keywords": "text", "keywords_search": "text"}
RANGES = ("gt", "gte", "lt", "lte")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison: `in` (a tuple of values), a range, `contains`, `icontains`, `exists`.

    On a time field the values are epoch seconds. A negated leaf also matches
    what has no value there.
    """

    path: tuple[str, ...]
    operator: str
    value: Any = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of the parts holds."""

    parts: tuple[Tree, ...]


Tree = Every | Some | Leaf


def fold(
    tree: Tree,
    *,
    leaf: Callable[[Leaf], T],
    every: Callable[[Iterable[T]], T],
    some: Callable[[Iterable[T]], T],
) -> T:
    """A tree turned into something else, from the leaves up."""
    if isinstance(tree, Leaf):
        return leaf(tree)
    parts = [fold(part, leaf=leaf, every=every, some=some) for part in tree.parts]
    return every(parts) if isinstance(tree, Every) else some(parts)


def joined(word: str) -> Callable[[Iterable[str]], str]:
    """For `fold` into a query language: the parts in parentheses, the word between."""
    return lambda parts: "(" + word.join(parts) + ")"


def normalise(where: Filter, negated: bool = False) -> Tree:
    """The same filter over leaves. Raises `FilterError` for a value an operator cannot take."""
    match where:
        case Not(part):
            return normalise(part, not negated)
        case And(parts) | Or(parts):
            inner = tuple(normalise(part, negated) for part in parts)
            return Every(inner) if isinstance(where, And) != negated else Some(inner)
    tree = _condition(where)
    return _opposite(tree) if negated else tree


def _opposite(tree: Tree) -> Tree:
    if isinstance(tree, Leaf):
        return replace(tree, negated=not tree.negated)
    parts = tuple(_opposite(part) for part in tree.parts)
    return Some(parts) if isinstance(tree, Every) else Every(parts)


def _condition(where: Condition) -> Tree:
    path = (ALIASES.get(where.field, where.field), *where.path)
    operator, value = where.operator, where.value
    if operator in ("ne", "nin"):
        return _opposite(_among(path, _values(operator, value)))
    if operator in ("eq", "in"):
        return _among(path, _values(operator, value))
    if operator in RANGES:
        return Leaf(path, operator, _bound(path, operator, value))
    return Leaf(path, operator, value)


def _values(operator: str, value: Any) -> list[Any]:
    if operator in ("eq", "ne"):
        return [value]
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    msg = f"The operator {operator} takes a list, not {type(value).__name__}."
    raise FilterError(msg)


def _among(path: tuple[str, ...], values: list[Any]) -> Tree:
    parts: list[Tree] = []
    exact = [value for value in values if value is not None]  # null equals nothing
    if path[0] in TIMES:
        days = [value for value in exact if is_day(value)]
        parts += [_within_day(path, day) for day in days]
        exact = [_bound(path, "eq", value) for value in exact if not is_day(value)]
    if exact or not parts:
        parts.insert(0, Leaf(path, "in", tuple(exact)))
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def _within_day(path: tuple[str, ...], day: Any) -> Tree:
    return Every(
        (Leaf(path, "gte", epoch(day)), Leaf(path, "lte", epoch(day, end=True)))
    )


def _bound(path: tuple[str, ...], operator: str, value: Any) -> Any:
    if path[0] not in TIMES:
        return value
    moment = epoch(value, end=operator in ("gt", "lte"))
    if moment is None:
        msg = f"{path[0]} is compared with a time, not {value!r}."
        raise FilterError(msg)
    return moment


def simplify(tree: Tree) -> Tree | bool:
    """The tree without parts that always or never hold; True or False if nothing is left."""
    return fold(tree, leaf=_constant, every=_every, some=_some)


def _constant(leaf: Leaf) -> Tree | bool:
    return leaf.negated if leaf.operator == "in" and not leaf.value else leaf


def _every(parts: Iterable[Tree | bool]) -> Tree | bool:
    kept = [part for part in parts if part is not True]
    if False in kept:
        return False
    return _one_or(Every, [part for part in kept if not isinstance(part, bool)], True)


def _some(parts: Iterable[Tree | bool]) -> Tree | bool:
    kept = [part for part in parts if part is not False]
    if True in kept:
        return True
    return _one_or(Some, [part for part in kept if not isinstance(part, bool)], False)


def _one_or(kind: type[Every | Some], parts: list[Tree], empty: bool) -> Tree | bool:
    if not parts:
        return empty
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def split(
    tree: Tree, expresses: Callable[[Leaf], bool], *, some: bool = True
) -> tuple[Tree | None, frozenset[str]]:
    """(the part a store can answer, or None for nothing; the operators left over)."""
    if isinstance(tree, Leaf):
        return (
            (tree, frozenset()) if expresses(tree) else (None, frozenset({_name(tree)}))
        )
    kept = [split(part, expresses, some=some) for part in tree.parts]
    left = frozenset[str]().union(*(names for _, names in kept))
    natives = tuple(native for native, _ in kept if native is not None)
    if isinstance(tree, Every):
        return (_group(Every, natives) if natives else None), left
    if not some:  # a store of flat filters
        return None, left | {"OR"}
    return (_group(Some, natives) if len(natives) == len(tree.parts) else None), left


def _group(kind: type[Every | Some], parts: tuple[Tree, ...]) -> Tree:
    return parts[0] if len(parts) == 1 else kind(parts)


def _name(leaf: Leaf) -> str:
    if leaf.operator == "in":
        plural = len(leaf.value) != 1
        return (
            ("nin" if plural else "ne") if leaf.negated else ("in" if plural else "eq")
        )
    return f"not {leaf.operator}" if leaf.negated else leaf.operator
