"""Valkey with a search module: Redis's commands through Valkey's own client.

Valkey's module answers `FT.SEARCH` for vector queries only, so a listing walks the
collection's keys and filters in the process.
"""

from __future__ import annotations

from collections.abc import Iterator

import valkey
from pydantic import SecretStr

from mem0.vector_stores.base import Point, VectorStoreOptions
from mem0.vector_stores.payloads import holds
from mem0.vector_stores.pushdown import Tree
from mem0.vector_stores.redis import PAGE, RedisConfig, RedisStore


class ValkeyConfig(VectorStoreOptions):
    """`valkey_url` is `valkey[s]://[user:password@]host:port/db`."""

    valkey_url: SecretStr = SecretStr("valkey://127.0.0.1:6379")


class ValkeyStore(RedisStore):
    """The redis adapter with the client swapped and without aggregations."""

    provider = "valkey"

    def __init__(self, config: ValkeyConfig) -> None:
        super().__init__(
            RedisConfig(
                collection_name=config.collection_name,
                embedding_model_dims=config.embedding_model_dims,
                redis_url=config.valkey_url,
            )
        )

    def _connect(self) -> None:
        self._client = valkey.Valkey.from_url(self._url)

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        seen = set()
        for name in self._client.scan_iter(f"{self._prefix}:*", count=PAGE):
            seen.add(name)
        for point in self._read(sorted(seen)):
            if where is None or holds(where, {**point.payload, "id": point.id}):
                yield Point(point.id, (), point.payload)
