"""Filters for stores that want a schema: each facet of a payload becomes one tag.

A tag is a hash of a path and a value, sixteen characters of a-z and 2-7. A list of
tags in one keyword field answers `eq`, `ne`, `in`, `nin` and `exists` for every
metadata key and every type: nothing to declare, no type conflict between two
records, nothing to escape and so nothing to inject. Times stay numbers, so ranges
on them are native; the payload itself travels as JSON.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.memory.filters import Operator
from mem0.vector_stores.base import EXACT, ORDERED, Point, VectorStore
from mem0.vector_stores.payloads import candidates, canonical, dumps, facets, times
from mem0.vector_stores.pushdown import RANGES, TIMES, Leaf

NAMESPACE = uuid.UUID("6f6b3f0e-52f3-5d0c-9d0f-0d7f5d1f7a11")
FIELDS = ("id", "payload", "tags", *sorted(TIMES))
"""The columns of a tagged document, the vector aside."""


def tag(path: tuple[str, ...], value: Any = None) -> str:
    """The tag of a value at a path; without a value, of there being one."""
    text = json.dumps([list(path), value if value is None else canonical(value)])
    digest = hashlib.sha256(text.encode()).digest()[:10]  # 80 bits
    return base64.b32encode(digest).decode().lower()


def tags(payload: Mapping[str, Any]) -> list[str]:
    """Every tag of a payload, sorted."""
    found = set()
    for path, value in facets(payload):
        found.add(tag(path))
        found.update(tag(path, item) for item in candidates(path, value))
    return sorted(found)


def key(point_id: str) -> str:
    """The id a store knows a point by: a UUID, made from the id unless it is one."""
    try:
        if str(uuid.UUID(point_id)) == point_id:
            return point_id
    except ValueError:
        pass
    return str(uuid.uuid5(NAMESPACE, point_id))


def document(point: Point) -> dict[str, Any]:
    """A point as one flat record of `FIELDS`, the vector aside."""
    return {
        "id": point.id,
        "payload": dumps(point.payload),
        "tags": tags({**point.payload, "id": point.id}),
        **times(point.payload),
    }


def restore(document: Mapping[str, Any], vector: Any = ()) -> Point:
    """The point a record was made of."""
    values = [] if vector is None else [float(value) for value in vector]
    return Point(document["id"], values, json.loads(document["payload"]))


def wanted(leaf: Leaf) -> list[str]:
    """The tags of which a leaf asks for one (or, negated, for none)."""
    if leaf.operator == "exists":
        return [tag(leaf.path)]
    return [tag(leaf.path, value) for value in leaf.value]


class TaggedStore(VectorStore):
    """A store of tagged documents: what it can express is the same everywhere."""

    capabilities: ClassVar[frozenset[Operator]] = EXACT | ORDERED | {"exists"}

    def expresses(self, leaf: Leaf) -> bool:
        if leaf.operator in RANGES:
            return leaf.path[0] in TIMES and not leaf.negated
        return leaf.operator in ("in", "exists")
