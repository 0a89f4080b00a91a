"""Redis with its query engine (Redis 8, or Redis Stack)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
import redis
from pydantic import SecretStr

from mem0.memory.filters import Operator
from mem0.vector_stores.base import (
    EXACT,
    ORDERED,
    Hit,
    Point,
    VectorStoreOptions,
    clamp,
)
from mem0.vector_stores.pushdown import TIMES, Leaf, Tree, fold, joined
from mem0.vector_stores.tags import TaggedStore, document, key, restore, wanted

PAGE = 500
BOUNDS = {
    "gt": "[({0} +inf]",
    "gte": "[{0} +inf]",
    "lt": "[-inf ({0}]",
    "lte": "[-inf {0}]",
}


class RedisConfig(VectorStoreOptions):
    """`redis_url` is `redis[s]://[user:password@]host:port/db`."""

    redis_url: SecretStr = SecretStr("redis://127.0.0.1:6379")


class RedisStore(TaggedStore):
    """Hashes under `<collection>:`, one index over them."""

    provider = "redis"
    capabilities: ClassVar[frozenset[Operator]] = EXACT | ORDERED | {"exists"}

    def __init__(self, config: RedisConfig) -> None:
        self._url = config.redis_url.get_secret_value()
        # The name is part of keys and of a prefix, so it is made plain.
        self._prefix = config.collection_name
        if not self._prefix.isidentifier():
            self._prefix = "m" + uuid.uuid5(uuid.NAMESPACE_URL, self._prefix).hex
        super().__init__(config)

    def _connect(self) -> None:
        self._client: Any = redis.Redis.from_url(self._url, protocol=2)

    def close(self) -> None:
        self._client.close()

    def _create(self) -> int | None:
        existing = self._client.hget(f"{self._prefix}#about", "dimensions")
        if existing is not None and self._has_index():
            return int(existing)
        fields = [field for name in sorted(TIMES) for field in (name, "NUMERIC")]
        vector = [
            "TYPE",
            "FLOAT32",
            "DIM",
            self.dimensions,
            "DISTANCE_METRIC",
            "COSINE",
        ]
        self._client.execute_command(
            *("FT.CREATE", self._prefix, "ON", "HASH", "PREFIX", 1, f"{self._prefix}:"),
            *("SCHEMA", "tags", "TAG", "SEPARATOR", ",", *fields),
            *("vector", "VECTOR", "HNSW", len(vector), *vector),
        )
        self._client.hset(f"{self._prefix}#about", "dimensions", self.dimensions)
        return None

    def _has_index(self) -> bool:
        names = self._client.execute_command("FT._LIST")
        return self._prefix.encode() in names

    def _key(self, point_id: str) -> str:
        return f"{self._prefix}:{key(point_id)}"

    def _upsert(self, points: Sequence[Point]) -> None:
        with self._client.pipeline(transaction=True) as pipeline:
            for point in points:
                entry = document(point)
                vector = np.asarray(point.vector, dtype="<f4").tobytes()
                fields = {**entry, "tags": ",".join(entry["tags"]), "vector": vector}
                pipeline.delete(self._key(point.id))
                pipeline.hset(self._key(point.id), mapping=fields)
            pipeline.execute()

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        query = f"{_query(where)}=>[KNN {limit} @vector $query AS distance]"
        found = self._client.execute_command(
            *("FT.SEARCH", self._prefix, query),
            *("PARAMS", 2, "query", np.asarray(vector, dtype="<f4").tobytes()),
            *("RETURN", 3, "id", "payload", "distance"),
            *("LIMIT", 0, limit, "DIALECT", 2),
        )
        entries = [_entry(fields) for fields in found[2::2]]
        entries.sort(key=lambda entry: float(entry["distance"]))
        return [
            Hit(point.id, clamp(1 - float(entry["distance"])), point.payload)
            for entry in entries
            for point in [restore(entry)]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        return self._read([self._key(point_id) for point_id in ids])

    def _read(self, keys: Sequence[Any]) -> list[Point]:
        with self._client.pipeline(transaction=False) as pipeline:
            for name in keys:
                pipeline.hmget(name, "id", "payload", "vector")
            rows = pipeline.execute() if keys else []
        return [
            Point(
                row[0].decode(),
                np.frombuffer(row[2], "<f4").tolist(),
                json.loads(row[1]),
            )
            for row in rows
            if row[0] is not None
        ]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        page, cursor = self._client.execute_command(
            *("FT.AGGREGATE", self._prefix, _query(where)),
            *("LOAD", 2, "@id", "@payload", "WITHCURSOR", "COUNT", PAGE, "DIALECT", 2),
        )
        while True:
            yield from (restore(_entry(fields)) for fields in page[1:] if fields)
            if not cursor:
                return
            page, cursor = self._client.execute_command(
                *("FT.CURSOR", "READ", self._prefix, cursor, "COUNT", PAGE)
            )

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            self._client.delete(*(self._key(point_id) for point_id in ids))

    def _drop(self) -> None:
        if self._has_index():
            self._client.execute_command("FT.DROPINDEX", self._prefix)
        self._client.delete(f"{self._prefix}#about")
        for name in self._client.scan_iter(f"{self._prefix}:*", count=PAGE):
            self._client.delete(name)


def _entry(fields: Sequence[bytes]) -> dict[str, str]:
    texts = [field.decode() for field in fields]
    return dict(zip(texts[::2], texts[1::2], strict=True))


def _query(tree: Tree | None) -> str:
    if tree is None:
        return "*"
    return fold(tree, leaf=_condition, every=joined(" "), some=joined(" | "))


def _condition(leaf: Leaf) -> str:
    if leaf.operator not in ("in", "exists"):
        return f"(@{leaf.path[0]}:{BOUNDS[leaf.operator].format(repr(leaf.value))})"
    asked = "@tags:{" + "|".join(wanted(leaf)) + "}"
    return f"(-{asked})" if leaf.negated else f"({asked})"
