"""A LangChain vector store object, given by the caller.

LangChain's interface embeds texts itself, has no common filter and lets every store
score in its own way. So the object is built with `GivenVectors` as its embedding
(or has `add_embeddings`), each document carries its vector, and the store's part is
to propose neighbours: scores and filters are exact and made here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from threading import local
from typing import Any, ClassVar

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore as LangchainObject

from mem0.exceptions import ConfigurationError
from mem0.memory.filters import Operator
from mem0.vector_stores.base import Hit, Point, VectorStore, VectorStoreOptions
from mem0.vector_stores.payloads import dumps
from mem0.vector_stores.pushdown import Tree
from mem0.vector_stores.ranking import Ranking
from mem0.vector_stores.tags import key


class GivenVectors(Embeddings):
    """An embedding that hands on the vectors the engine already has."""

    def __init__(self) -> None:
        self._mine = local()

    def give(self, vectors: list[list[float]]) -> None:
        """Vectors of the texts this thread embeds next."""
        self._mine.vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors given, for as many texts."""
        vectors: list[list[float]] = getattr(self._mine, "vectors", [])
        if len(vectors) != len(texts):
            msg = "Write to this LangChain store through the engine only."
            raise ConfigurationError(msg)
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Never asked: a search brings its vector."""
        return self.embed_documents([text])[0]


class LangchainConfig(VectorStoreOptions):
    """`client` is the LangChain object, for example `InMemoryVectorStore(GivenVectors())`."""

    client: LangchainObject


class LangchainStore(VectorStore):
    """Needs `similarity_search_by_vector`, `get_by_ids` and `delete` of the object."""

    provider = "langchain"
    capabilities: ClassVar[frozenset[Operator]] = frozenset()

    def __init__(self, config: LangchainConfig) -> None:
        self._client: Any = config.client
        self._made = 0
        super().__init__(config)

    def _connect(self) -> None:
        given = isinstance(self._client.embeddings, GivenVectors)
        if not given and not hasattr(self._client, "add_embeddings"):
            name = type(self._client).__name__
            msg = f"{name} embeds texts itself and takes no vectors."
            hint = "Build it with mem0.vector_stores.langchain.GivenVectors()."
            raise ConfigurationError(msg, suggestion=hint)

    def _create(self) -> int | None:
        if not self._made:
            probe = [1.0, *[0.0] * (self.dimensions - 1)]
            found = self._client.similarity_search_by_vector(probe, k=1)
            self._made = len(found[0].metadata["vector"]) if found else self.dimensions
        return self._made

    def _upsert(self, points: Sequence[Point]) -> None:
        if not points:
            return
        vectors = [[float(value) for value in point.vector] for point in points]
        texts = [str(point.payload.get("text") or " ") for point in points]
        entries = [
            {"id": point.id, "payload": dumps(point.payload), "vector": vector}
            for point, vector in zip(points, vectors, strict=True)
        ]
        keys = [key(point.id) for point in points]
        if isinstance(self._client.embeddings, GivenVectors):
            self._client.embeddings.give(vectors)
            self._client.add_texts(texts, metadatas=entries, ids=keys)
        else:
            pairs = list(zip(texts, vectors, strict=True))
            self._client.add_embeddings(pairs, metadatas=entries, ids=keys)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        found = self._client.similarity_search_by_vector([*vector], k=limit)
        points = {point.id: point for point in map(_point, found)}
        ranking = Ranking(vector, limit)
        if points:
            rows = [point.vector for point in points.values()]
            ranking.offer(list(points), np.asarray(rows, dtype=np.float32))
        return [
            Hit(name, score, points[name].payload) for name, score in ranking.best()
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        found = self._client.get_by_ids([key(point_id) for point_id in ids])
        return [_point(document) for document in found]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        """LangChain cannot list, so everything is asked for as neighbours."""
        probe, asked = [1.0, *[0.0] * (self.dimensions - 1)], self.max_fetch
        while (
            len(found := self._client.similarity_search_by_vector(probe, k=asked))
            == asked
        ):
            asked *= 10
        yield from (Point(point.id, (), point.payload) for point in map(_point, found))

    def _delete(self, ids: Sequence[str]) -> None:
        known = [key(point.id) for point in self._get(ids)] if ids else []
        if known:
            self._client.delete(known)

    def _drop(self) -> None:
        self._delete([point.id for point in self._scan(None)])
        self._made = 0


def _point(document: Document) -> Point:
    entry = document.metadata
    return Point(entry["id"], entry["vector"], json.loads(entry["payload"]))
