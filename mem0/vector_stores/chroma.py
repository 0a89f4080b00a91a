"""Chroma: a local folder, a server or its cloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import chromadb
from chromadb.api import ClientAPI
from chromadb.config import Settings
from chromadb.errors import NotFoundError
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
from mem0.vector_stores.pushdown import Leaf, Tree, fold
from mem0.vector_stores.tags import TaggedStore, document, key, restore, wanted

PAGE = 500


class ChromaConfig(VectorStoreOptions):
    """`path` for a folder, `host` and `port` for a server, `api_key` and `tenant` for the cloud."""

    path: str | None = None
    host: str | None = None
    port: int = 8000
    ssl: bool = False
    api_key: SecretStr | None = None
    tenant: str | None = None
    database: str = "default_database"
    client: ClientAPI | None = None


class ChromaStore(TaggedStore):
    """Chroma has scalars only, so each tag is a key of its own: `{"t<tag>": true}`."""

    provider = "chroma"
    capabilities: ClassVar[frozenset[Operator]] = EXACT | ORDERED | {"exists"}

    def __init__(self, config: ChromaConfig) -> None:
        self._config = config
        super().__init__(config)

    def _connect(self) -> None:
        config, quiet = self._config, Settings(anonymized_telemetry=False)
        if config.client:
            self._client = config.client
        elif config.api_key:
            self._client = chromadb.CloudClient(
                api_key=config.api_key.get_secret_value(),
                tenant=config.tenant,
                database=config.database,
                settings=quiet,
            )
        elif config.host:
            self._client = chromadb.HttpClient(
                host=config.host, port=config.port, ssl=config.ssl, settings=quiet
            )
        else:
            self._client = chromadb.PersistentClient(
                path=config.path or "./chroma", settings=quiet
            )

    def _create(self) -> int | None:
        try:
            self._collection = self._client.get_collection(
                self.collection, embedding_function=None
            )
        except NotFoundError:
            self._collection = self._client.create_collection(
                self.collection,
                embedding_function=None,
                metadata={"dimensions": self.dimensions},
                configuration={"hnsw": {"space": "cosine"}},
            )
            return None
        return int((self._collection.metadata or {}).get("dimensions", self.dimensions))

    def _upsert(self, points: Sequence[Point]) -> None:
        if not points:
            return
        # An upsert merges metadata, so what a point no longer has would stay.
        self._delete([point.id for point in points])
        self._collection.upsert(
            ids=[key(point.id) for point in points],
            embeddings=_floats([point.vector for point in points]),
            metadatas=[_metadata(point) for point in points],
        )

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        found = self._collection.query(
            query_embeddings=_floats([vector]),
            n_results=limit,
            where=_where(where),
            include=["metadatas", "distances"],
        )
        points = [restore(entry) for entry in (found["metadatas"] or [[]])[0]]
        return [
            Hit(point.id, clamp(1 - distance), point.payload)
            for point, distance in zip(
                points, (found["distances"] or [[]])[0], strict=True
            )
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        found = self._collection.get(
            ids=[key(point_id) for point_id in ids] or ["none"],
            include=["metadatas", "embeddings"],
        )
        vectors: Any = found["embeddings"]
        return [
            restore(entry, vector)
            for entry, vector in zip(found["metadatas"] or [], vectors, strict=True)
        ]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        offset = 0
        while True:
            found = self._collection.get(
                where=_where(where), limit=PAGE, offset=offset, include=["metadatas"]
            )
            entries = found["metadatas"] or []
            yield from (restore(entry) for entry in entries)
            if len(entries) < PAGE:
                return
            offset += PAGE

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            self._collection.delete(ids=[key(point_id) for point_id in ids])

    def _drop(self) -> None:
        try:
            self._client.delete_collection(self.collection)
        except NotFoundError:
            return


def _floats(
    vectors: Sequence[Sequence[float]],
) -> list[Sequence[float] | Sequence[int]]:
    return [[float(value) for value in vector] for vector in vectors]


def _metadata(point: Point) -> Mapping[str, Any]:
    entry = document(point)
    marks = {f"t{tag}": True for tag in entry.pop("tags")}
    return {**entry, **marks}


def _where(tree: Tree | None) -> Any:
    if tree is None:
        return None
    return fold(tree, leaf=_condition, every=_group("$and"), some=_group("$or"))


def _group(word: str) -> Any:
    def group(parts: Iterable[Any]) -> dict[str, Any]:
        return {word: list(parts)}

    return group


def _condition(leaf: Leaf) -> dict[str, Any]:
    if leaf.operator not in ("in", "exists"):
        return {leaf.path[0]: {f"${leaf.operator}": leaf.value}}
    # `$ne` also holds where the key is missing, which is what is wanted.
    verb, word = ("$ne", "$and") if leaf.negated else ("$eq", "$or")
    parts = [{f"t{tag}": {verb: True}} for tag in wanted(leaf)]
    return parts[0] if len(parts) == 1 else {word: parts}
