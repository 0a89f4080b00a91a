"""How large a filter may be, checked before anything interprets it.

A filter is the one input that turns into work for the planner of a database, so its
depth, width and bytes are bounded here, by a walk that itself needs no recursion:
a hostile nesting costs one pass and ends in a sentence, not in a stack overflow.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mem0.exceptions import FilterError

LOGICAL = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class FilterLimits:
    """The most a filter may be."""

    depth: int = 8
    """AND, OR and NOT inside each other, levels."""
    leaves: int = 200
    """Comparisons in the whole filter."""
    values: int = 1000
    """Values of one `in` or `nin`."""
    size: int = 32 * 1024
    """UTF-8 bytes of the filter as JSON."""


DEFAULT_LIMITS = FilterLimits()

_MAX_CONTAINERS = 200
"""Objects and lists inside each other, of whatever kind, that JSON can still print."""


@dataclass(frozen=True, slots=True)
class _Node:
    value: Any
    depth: int = 0
    """AND, OR and NOT around it."""
    containers: int = 0
    """Objects and lists around it."""


def check_bounds(raw: Mapping[Any, Any], limits: FilterLimits) -> None:
    """Raise FilterError for what is too deep, too large or no JSON value at all."""
    pending, seen, deepest = [_Node(raw)], 0, 0
    while pending:
        node = pending.pop()
        seen += 1
        deepest = max(deepest, node.depth)
        # Every node needs a byte; this also ends the walk of a cycle.
        if seen > limits.size:
            raise _too_large(limits)
        if node.containers <= _MAX_CONTAINERS:
            pending.extend(_children(node))
    if deepest > limits.depth:
        many = f"at least {deepest}" if deepest >= _MAX_CONTAINERS // 2 else deepest
        raise FilterError(
            f"The filter is nested {many} levels deep, at most {limits.depth} "
            "are allowed."
        )
    _check_size(raw, limits)


def _children(node: _Node) -> Iterator[_Node]:
    inside = node.containers + 1
    match node.value:
        case Mapping():
            for key, value in node.value.items():
                if not isinstance(key, str):
                    raise FilterError(f"A filter's keys must be strings, not {key!r}.")
                _check_text(key)
                yield _Node(value, node.depth + (key in LOGICAL), inside)
        case list() | tuple():
            for value in node.value:
                yield _Node(value, node.depth, inside)
        case _:
            _check_leaf(node.value)


def _check_leaf(value: Any) -> None:
    match value:
        case str():
            _check_text(value)
        case float() if not math.isfinite(value):
            raise FilterError("A filter's numbers must be finite.")
        case int() if value.bit_length() > 64:
            raise FilterError("A filter's integers must fit in 64 bits.")
        case None | bool() | int() | float() | dt.date() | uuid.UUID():
            return
        case _:
            raise FilterError(f"A filter cannot hold a {type(value).__name__}.")


def _check_text(text: str) -> None:
    if "\0" in text:
        raise FilterError("A filter must not contain the NUL character.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise FilterError("A filter must not contain half a surrogate pair.") from None


def _check_size(raw: Mapping[Any, Any], limits: FilterLimits) -> None:
    try:
        printed = json.dumps(raw, ensure_ascii=False, default=str)
    except (RecursionError, ValueError, TypeError):
        raise FilterError("The filter is nested too deep.") from None
    if len(printed.encode()) > limits.size:
        raise _too_large(limits)


def _too_large(limits: FilterLimits) -> FilterError:
    return FilterError(
        f"The filter is too large: at most {limits.size} bytes are allowed."
    )
