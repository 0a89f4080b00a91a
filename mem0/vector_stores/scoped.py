"""For stores whose filters are flat columns: whose memory it is, and when it was made.

Each scope id is a column that holds its tag, so a value needs no quoting; other
operators and fields are checked in the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.entities import ENTITY_IDS
from mem0.exceptions import VectorStoreError
from mem0.memory.filters import Operator
from mem0.vector_stores.base import Point
from mem0.vector_stores.payloads import dumps, times
from mem0.vector_stores.pushdown import Leaf
from mem0.vector_stores.tags import TaggedStore, key, tag


class ScopedStore(TaggedStore):
    """`eq` and `in` on the four scope ids are native."""

    capabilities: ClassVar[frozenset[Operator]] = frozenset({"eq", "in"})

    def expresses(self, leaf: Leaf) -> bool:
        return leaf.operator == "in" and leaf.path[0] in ENTITY_IDS and not leaf.negated


def record(point: Point) -> dict[str, Any]:
    """A point as one flat row: `key`, `id`, `payload`, a tag per scope, times."""
    return {
        "key": key(point.id),
        "id": point.id,
        "payload": dumps(point.payload),
        **{name: _scope(point.payload, name) for name in ENTITY_IDS},
        **times(point.payload),
    }


def _scope(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    if value is not None and not isinstance(value, str):
        msg = f"{name} must be text."
        raise VectorStoreError(msg)
    return "" if value is None else tag((name,), value)
