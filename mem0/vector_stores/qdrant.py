"""Qdrant: a server, its cloud, or (with `path`) a local folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from threading import RLock
from typing import Any, ClassVar

from pydantic import SecretStr
from qdrant_client import QdrantClient, models

from mem0.entities import ENTITY_IDS
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
TENANT = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True)
Schema = models.PayloadSchemaType | models.KeywordIndexParams


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
        self._tenant = config.tenant_field or ""
        local = config.path is not None or config.client is not None
        # The local mode keeps plain dicts; a server takes many requests at once.
        self._lock: AbstractContextManager[Any] = RLock() if local else nullcontext()
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
            check_compatibility=False,  # asks the server, which may be down by now
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
            hnsw_config=self._graph(),
        )
        if self._config.path is None and self._config.client is None:
            self._index("tags", models.PayloadSchemaType.KEYWORD)
            if self._config.tenant_field:
                self._index(self._config.tenant_field, TENANT)
            for name in sorted(TIMES):
                self._index(name, models.PayloadSchemaType.FLOAT)
        return None

    def _graph(self) -> models.HnswConfigDiff | None:
        """A graph for each tenant instead of one that leads through all of them."""
        if self._config.tenant_field is None:
            return None
        return models.HnswConfigDiff(m=0, payload_m=16)

    def _index(self, name: str, schema: Schema) -> None:
        self._client.create_payload_index(self.collection, name, schema)

    def _upsert(self, points: Sequence[Point]) -> None:
        structs = [
            models.PointStruct(
                id=key(point.id), vector=[*point.vector], payload=self._readable(point)
            )
            for point in points
        ]
        with self._lock:
            self._client.upsert(self.collection, structs)

    def _readable(self, point: Point) -> dict[str, Any]:
        """The tagged document, with what a person looks for in a dashboard on top."""
        names = ("text", *ENTITY_IDS, self._tenant)
        shown = {name: point.payload[name] for name in names if name in point.payload}
        return {**shown, **document(point)}

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        with self._lock:
            found = self._client.query_points(
                self.collection,
                query=[*vector],
                query_filter=self._filter(where),
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
                    scroll_filter=self._filter(where),
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

    def _filter(self, tree: Tree | None) -> models.Filter | None:
        if tree is None:
            return None
        built = fold(tree, leaf=self._condition, every=_every, some=_some)
        if isinstance(built, models.Filter):
            return built
        return models.Filter(must=[built])

    def _condition(self, leaf: Leaf) -> models.Filter | models.FieldCondition:
        if leaf.operator not in ("in", "exists"):
            bound = models.Range(**{leaf.operator: leaf.value})
            return models.FieldCondition(key=leaf.path[0], range=bound)
        name, values = "tags", wanted(leaf)
        if leaf.path == (self._tenant,) and leaf.operator == "in" and not leaf.negated:
            name, values = self._tenant, [str(value) for value in leaf.value]
        asked = models.FieldCondition(key=name, match=models.MatchAny(any=values))
        return models.Filter(must_not=[asked]) if leaf.negated else asked


def _point(payload: Mapping[str, Any] | None, vector: Any = ()) -> Point:
    return restore(payload or {}, vector)


def _every(parts: Iterable[Any]) -> models.Filter:
    return models.Filter(must=list(parts))


def _some(parts: Iterable[Any]) -> models.Filter:
    return models.Filter(should=list(parts))
