"""Qdrant: a server, its cloud, or (with `path`) a local folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import RLock
from typing import Any, ClassVar

from pydantic import SecretStr
from qdrant_client import QdrantClient, models

from mem0.memory.filters import Operator
from mem0.vector_stores.base import (
    EXACT,
    ORDERED,
    Hit,
    Point,
    VectorStoreOptions,
    clamp,
)
from mem0.vector_stores.pushdown import TIMES, Leaf, Tree, fold
from mem0.vector_stores.tags import TaggedStore, document, key, restore, wanted

PAGE = 1000


class QdrantConfig(VectorStoreOptions):
    """One of `url`, `host` and `port`, `path`; `:memory:` is a path."""

    url: str | None = None
    host: str | None = None
    port: int = 6333
    api_key: SecretStr | None = None
    path: str | None = None
    on_disk: bool = False
    client: QdrantClient | None = None


class QdrantStore(TaggedStore):
    """The scope ids and `text` stay readable payload keys beside the tags."""

    provider = "qdrant"
    capabilities: ClassVar[frozenset[Operator]] = EXACT | ORDERED | {"exists"}

    def __init__(self, config: QdrantConfig) -> None:
        self._config = config
        self._lock = RLock()  # the local mode keeps plain dicts
        super().__init__(config)

    def _connect(self) -> None:
        config = self._config
        self._client = config.client or QdrantClient(
            location=":memory:" if config.path == ":memory:" else None,
            path=None if config.path == ":memory:" else config.path,
            url=config.url,
            host=config.host,
            port=config.port,
            api_key=config.api_key.get_secret_value() if config.api_key else None,
        )

    def close(self) -> None:
        self._client.close()

    def _create(self) -> int | None:
        if self._client.collection_exists(self.collection):
            params = self._client.get_collection(self.collection).config.params.vectors
            return params.size if isinstance(params, models.VectorParams) else 0
        self._client.create_collection(
            self.collection,
            vectors_config=models.VectorParams(
                size=self.dimensions,
                distance=models.Distance.COSINE,
                on_disk=self._config.on_disk,
            ),
        )
        if self._config.path is None and self._config.client is None:
            self._index("tags", models.PayloadSchemaType.KEYWORD)
            for name in sorted(TIMES):
                self._index(name, models.PayloadSchemaType.FLOAT)
        return None

    def _index(self, name: str, schema: models.PayloadSchemaType) -> None:
        self._client.create_payload_index(self.collection, name, schema)

    def _upsert(self, points: Sequence[Point]) -> None:
        structs = [
            models.PointStruct(
                id=key(point.id), vector=[*point.vector], payload=_readable(point)
            )
            for point in points
        ]
        with self._lock:
            self._client.upsert(self.collection, structs)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        with self._lock:
            found = self._client.query_points(
                self.collection,
                query=[*vector],
                query_filter=_filter(where),
                limit=limit,
                with_payload=True,
            )
        return [
            Hit(point.id, clamp(scored.score), point.payload)
            for scored in found.points
            for point in [_point(scored.payload)]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        with self._lock:
            found = self._client.retrieve(
                self.collection, [key(point_id) for point_id in ids], with_vectors=True
            )
        return [_point(record.payload, record.vector) for record in found]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        offset: Any = None
        while True:
            with self._lock:
                records, offset = self._client.scroll(
                    self.collection,
                    scroll_filter=_filter(where),
                    limit=PAGE,
                    offset=offset,
                )
            yield from (_point(record.payload) for record in records)
            if offset is None:
                return

    def _delete(self, ids: Sequence[str]) -> None:
        keys: list[Any] = [key(point_id) for point_id in ids]
        if keys:
            with self._lock:
                self._client.delete(self.collection, models.PointIdsList(points=keys))

    def _drop(self) -> None:
        self._client.delete_collection(self.collection)


def _readable(point: Point) -> dict[str, Any]:
    """The tagged document, with what a person looks for in a dashboard on top."""
    names = ("text", "user_id", "agent_id", "app_id", "run_id")
    shown = {name: point.payload[name] for name in names if name in point.payload}
    return {**shown, **document(point)}


def _point(payload: Mapping[str, Any] | None, vector: Any = ()) -> Point:
    return restore(payload or {}, vector)


def _filter(tree: Tree | None) -> models.Filter | None:
    if tree is None:
        return None
    built = fold(tree, leaf=_condition, every=_every, some=_some)
    return built if isinstance(built, models.Filter) else models.Filter(must=[built])


def _every(parts: Iterable[Any]) -> models.Filter:
    return models.Filter(must=list(parts))


def _some(parts: Iterable[Any]) -> models.Filter:
    return models.Filter(should=list(parts))


def _condition(leaf: Leaf) -> models.Filter | models.FieldCondition:
    if leaf.operator not in ("in", "exists"):
        bound = models.Range(**{leaf.operator: leaf.value})
        return models.FieldCondition(key=leaf.path[0], range=bound)
    asked = models.FieldCondition(key="tags", match=models.MatchAny(any=wanted(leaf)))
    return models.Filter(must_not=[asked]) if leaf.negated else asked
