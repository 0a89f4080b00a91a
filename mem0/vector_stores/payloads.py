"""What a payload is worth to a filter: the one meaning every store must give.

A payload is a flat dict (`text`, the scope ids, `metadata`, `categories`, times …).
A filter is first reduced to leaves of eight operators (`pushdown.normalise`); this
module says which of them a payload satisfies. It stands apart from the stores so
that a store's native answer can be compared with it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from mem0.exceptions import VectorStoreError
from mem0.memory.filter_match import fold as fold_text
from mem0.memory.filters import Filter
from mem0.vector_stores.pushdown import TIMES, Leaf, Tree, fold, normalise
from mem0.vector_stores.times import epoch

CATEGORIES = ("categories",)


def canonical(value: Any) -> str:
    """JSON in one spelling: two values are equal when this is. `1` is `1.0`, not `True`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)


def read(payload: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """What the payload has at a path, None for nothing; a time is epoch seconds."""
    value: Any = payload
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return epoch(value) if path[0] in TIMES else value


def candidates(path: tuple[str, ...], value: Any) -> list[Any]:
    """The values a comparison may use: of the categories each one, else the value itself."""
    if value is None:
        return []
    if path == CATEGORIES and isinstance(value, (list, tuple)):
        return [item for item in value if item is not None]
    return [value]


def matches(
    where: Filter | None, payload: Mapping[str, Any], point_id: str = ""
) -> bool:
    """Whether a payload satisfies a filter; `ne` and `nin` also match what is missing."""
    return where is None or holds(normalise(where), {**payload, "id": point_id})


def holds(tree: Tree, payload: Mapping[str, Any]) -> bool:
    """The same for a normalised tree and a payload that knows its `id`."""
    return fold(
        tree,
        leaf=lambda leaf: _satisfies(leaf, payload) != leaf.negated,
        every=all,
        some=any,
    )


def _satisfies(leaf: Leaf, payload: Mapping[str, Any]) -> bool:
    value = read(payload, leaf.path)
    if leaf.operator == "exists":
        return value is not None
    found = candidates(leaf.path, value)
    if leaf.operator == "in":
        wanted = {canonical(item) for item in leaf.value}
        return any(canonical(item) in wanted for item in found)
    if leaf.operator in ("contains", "icontains"):
        return any(_within(leaf, item) for item in found)
    return any(_compares(item, leaf) for item in found)


def _within(leaf: Leaf, whole: Any) -> bool:
    """A part of a text, or one whole element of a list."""
    fold_case = leaf.operator == "icontains" or leaf.path == CATEGORIES
    if isinstance(whole, (list, tuple)):
        if not fold_case:
            return any(canonical(item) == canonical(leaf.value) for item in whole)
        texts = [item for item in whole if isinstance(item, str)]
        return any(fold_text(item) == fold_text(leaf.value) for item in texts)
    if not isinstance(whole, str) or not isinstance(leaf.value, str):
        return False
    return (
        fold_text(leaf.value) in fold_text(whole) if fold_case else leaf.value in whole
    )


def _compares(value: Any, leaf: Leaf) -> bool:
    bound = leaf.value
    if isinstance(bound, (dt.date, dt.datetime)):
        value, bound = epoch(value), epoch(bound)
    if not _comparable(value, bound):
        return False
    match leaf.operator:
        case "gt":
            return bool(value > bound)
        case "gte":
            return bool(value >= bound)
        case "lt":
            return bool(value < bound)
        case _:
            return bool(value <= bound)


def is_number(value: Any) -> bool:
    """Whether JSON would call it a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _comparable(value: Any, bound: Any) -> bool:
    both_text = isinstance(value, str) and isinstance(bound, str)
    return both_text or (is_number(value) and is_number(bound))


def facets(payload: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every (path, value) a filter can ask about, nested metadata included."""
    for name in payload:
        value = read(payload, (name,))
        if value is not None:
            yield from _below((name,), value)


def _below(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if inner is not None:
                yield from _below((*path, str(key)), inner)


def times(payload: Mapping[str, Any]) -> dict[str, float]:
    """The time fields that have a value, in epoch seconds."""
    read_times = {name: read(payload, (name,)) for name in TIMES}
    return {name: value for name, value in read_times.items() if value is not None}


def dumps(payload: Mapping[str, Any]) -> str:
    """A payload as JSON. Raises `VectorStoreError` for what JSON cannot say."""
    try:
        return json.dumps(payload, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as exc:
        msg = f"A payload must be JSON: {exc}"
        raise VectorStoreError(msg) from exc
