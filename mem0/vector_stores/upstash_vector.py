"""Upstash Vector: an index made in its console, one namespace per collection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import SecretStr
from upstash_vector import Index, Vector
from upstash_vector.errors import UpstashError

from mem0.vector_stores.base import Hit, Point, VectorStoreOptions, clamp
from mem0.vector_stores.payloads import holds
from mem0.vector_stores.pushdown import Leaf, Tree, fold, joined
from mem0.vector_stores.sql import SIGNS
from mem0.vector_stores.tags import TaggedStore, document, key, restore, wanted

PAGE = 500


class UpstashVectorConfig(VectorStoreOptions):
    """`url` and `token` as the console shows them."""

    url: str
    token: SecretStr


class UpstashVectorStore(TaggedStore):
    """Its `range` takes no filter, so a listing reads the namespace and filters here."""

    provider = "upstash_vector"
    max_fetch = 1000

    def __init__(self, config: UpstashVectorConfig) -> None:
        self._config = config
        super().__init__(config)

    def _connect(self) -> None:
        token = self._config.token.get_secret_value()
        self._index = Index(
            url=self._config.url, token=token, retries=1, allow_telemetry=False
        )

    def close(self) -> None:
        self._index._client.close()  # noqa: SLF001 - the SDK has no close of its own

    def _create(self) -> int | None:
        return int(self._index.info().dimension)

    def _upsert(self, points: Sequence[Point]) -> None:
        vectors = []
        for point in points:
            values = [float(value) for value in point.vector]
            vectors.append(Vector(key(point.id), values, metadata=document(point)))
        if vectors:
            self._index.upsert(vectors, namespace=self.collection)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        found = self._index.query(
            vector=[float(value) for value in vector],
            top_k=limit,
            filter="" if where is None else _filter(where),
            include_metadata=True,
            namespace=self.collection,
        )
        return [
            Hit(point.id, clamp(2 * result.score - 1), point.payload)
            for result in found
            for point in [restore(result.metadata or {})]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        if not ids:
            return []
        found = self._index.fetch(
            [key(point_id) for point_id in ids],
            include_vectors=True,
            include_metadata=True,
            namespace=self.collection,
        )
        return [restore(entry.metadata or {}, entry.vector) for entry in found if entry]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        cursor = "0"
        while True:
            page = self._index.range(
                cursor, PAGE, include_metadata=True, namespace=self.collection
            )
            for entry in page.vectors:
                point = restore(entry.metadata or {})
                if where is None or holds(where, {**point.payload, "id": point.id}):
                    yield point
            if not page.next_cursor:
                return
            cursor = page.next_cursor

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            self._index.delete(
                [key(point_id) for point_id in ids], namespace=self.collection
            )

    def _drop(self) -> None:
        try:
            self._index.delete_namespace(self.collection)
        except UpstashError as exc:  # a namespace begins with its first vector
            if "does not exist" not in str(exc):
                raise


def _filter(tree: Tree) -> str:
    return fold(tree, leaf=_condition, every=joined(" AND "), some=joined(" OR "))


def _condition(leaf: Leaf) -> str:
    if leaf.operator not in ("in", "exists"):
        return f"{leaf.path[0]} {SIGNS[leaf.operator]} {leaf.value!r}"
    verb, word = ("NOT CONTAINS", " AND ") if leaf.negated else ("CONTAINS", " OR ")
    return joined(word)(f"tags {verb} '{tag}'" for tag in wanted(leaf))
