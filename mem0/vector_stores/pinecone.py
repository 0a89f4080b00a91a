"""Pinecone: one serverless index, a namespace if one is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pinecone
from pinecone.exceptions import NotFoundException
from pydantic import SecretStr

from mem0.vector_stores.base import Hit, Point, VectorStoreOptions, clamp
from mem0.vector_stores.mongo_filter import compiled
from mem0.vector_stores.pushdown import Leaf, Tree
from mem0.vector_stores.tags import TaggedStore, document, key, restore

PAGE = 100


class PineconeConfig(VectorStoreOptions):
    """`cloud` and `region` are of the serverless index that is made."""

    api_key: SecretStr
    cloud: str = "aws"
    region: str = "us-east-1"
    namespace: str = ""
    host: str | None = None


class PineconeStore(TaggedStore):
    """Pinecone is eventually consistent: a read may miss the writes of the last seconds."""

    provider = "pinecone"
    max_fetch = 1000
    batch_size = 100

    def __init__(self, config: PineconeConfig) -> None:
        self._config = config
        self._namespace = config.namespace
        super().__init__(config)

    def expresses(self, leaf: Leaf) -> bool:
        """What `$nin` means for a list is not documented, so it is checked here."""
        return super().expresses(leaf) and not leaf.negated

    def _connect(self) -> None:
        key_text = self._config.api_key.get_secret_value()
        options: dict[str, Any] = (
            {"host": self._config.host} if self._config.host else {}
        )
        self._client: Any = pinecone.Pinecone(api_key=key_text, **options)
        self._index: Any = None

    def close(self) -> None:
        if self._index is not None:
            self._index.close()
        self._client.close()

    def _create(self) -> int | None:
        made = not self._client.indexes.exists(self.collection)
        if made:
            spec = pinecone.ServerlessSpec(
                cloud=self._config.cloud, region=self._config.region
            )
            self._client.indexes.create(
                name=self.collection,
                dimension=self.dimensions,
                metric="cosine",
                spec=spec,
            )
        about = self._client.indexes.describe(self.collection)
        if self._index is None:
            self._index = self._client.index(host=about.host)
        return None if made else int(about.dimension)

    def _upsert(self, points: Sequence[Point]) -> None:
        vectors = []
        for point in points:
            values = [float(value) for value in point.vector]
            entry = {"id": key(point.id), "values": values, "metadata": document(point)}
            vectors.append(entry)
        if vectors:
            self._index.upsert(vectors=vectors, namespace=self._namespace)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        found = self._index.query(
            vector=[float(value) for value in vector],
            top_k=limit,
            filter=None if where is None else compiled(where),
            include_metadata=True,
            namespace=self._namespace,
        )
        return [
            Hit(point.id, clamp(match.score), point.payload)
            for match in found.matches
            for point in [restore(match.metadata)]
        ]

    def _fetch(self, keys: Sequence[str]) -> list[Point]:
        if not keys:
            return []
        found = self._index.fetch(ids=[*keys], namespace=self._namespace)
        return [
            restore(entry.metadata, entry.values) for entry in found.vectors.values()
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        return self._fetch([key(point_id) for point_id in ids])

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        if where is None:
            for page in self._index.list(namespace=self._namespace, limit=PAGE):
                keys = [
                    entry if isinstance(entry, str) else entry.id
                    for entry in _entries(page)
                ]
                yield from (Point(p.id, (), p.payload) for p in self._fetch(keys))
            return
        token: str | None = None
        while True:
            found = self._index.fetch_by_metadata(
                filter=compiled(where),
                namespace=self._namespace,
                limit=PAGE,
                pagination_token=token,
            )
            yield from (restore(entry.metadata) for entry in found.vectors.values())
            token = found.pagination.next if found.pagination else None
            if not token:
                return

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            keys = [key(point_id) for point_id in ids]
            self._index.delete(ids=keys, namespace=self._namespace)

    def _drop(self) -> None:
        try:
            self._index.delete(delete_all=True, namespace=self._namespace)
        except NotFoundException:  # a namespace begins with its first vector
            return


def _entries(page: Any) -> Sequence[Any]:
    entries: Sequence[Any] = getattr(page, "vectors", page)
    return entries
