"""The filter tree as `{"$and": …, "tags": {"$in": …}}`, a dialect several stores read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mem0.vector_stores.pushdown import Leaf, Tree, fold
from mem0.vector_stores.tags import wanted

Query = dict[str, Any]


def compiled(tree: Tree) -> Query:
    """The query document of a tree over tagged documents."""
    return fold(tree, leaf=_condition, every=_group("$and"), some=_group("$or"))


def _group(word: str) -> Callable[[Iterable[Query]], Query]:
    return lambda parts: {word: list(parts)}


def _condition(leaf: Leaf) -> Query:
    if leaf.operator in ("in", "exists"):
        return {"tags": {"$nin" if leaf.negated else "$in": wanted(leaf)}}
    return {leaf.path[0]: {f"${leaf.operator}": leaf.value}}
