"""MongoDB with vector search: Atlas, or a server with its search process."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import SecretStr
from pymongo import MongoClient, ReplaceOne
from pymongo.operations import SearchIndexModel

from mem0.exceptions import UnavailableError
from mem0.vector_stores.base import Hit, Point, VectorStoreOptions, clamp
from mem0.vector_stores.mongo_filter import compiled
from mem0.vector_stores.pushdown import TIMES, Tree
from mem0.vector_stores.tags import TaggedStore, document, key, restore


class MongodbConfig(VectorStoreOptions):
    """`index_timeout` is how many seconds a new index may take to become queryable."""

    mongo_uri: SecretStr = SecretStr("mongodb://127.0.0.1:27017")
    db_name: str = "mem0"
    index_timeout: float = 120.0


class MongodbStore(TaggedStore):
    """One collection and its `vectorSearch` index, whose tags and times are filters.

    Atlas indexes in the background: a search may miss the writes of the last second.
    """

    provider = "mongodb"

    def __init__(self, config: MongodbConfig) -> None:
        self._config = config
        super().__init__(config)

    def _connect(self) -> None:
        uri = self._config.mongo_uri.get_secret_value()
        self._client: MongoClient[dict[str, Any]] = MongoClient(uri)
        self._points = self._client[self._config.db_name][self.collection]
        self._index = f"{self.collection}_vector_index"

    def close(self) -> None:
        self._client.close()

    def _create(self) -> int | None:
        index = self._described()
        if index:
            fields = index["latestDefinition"]["fields"]
            return next(
                int(f["numDimensions"]) for f in fields if f["type"] == "vector"
            )
        database = self._client[self._config.db_name]
        if self.collection not in database.list_collection_names():
            database.create_collection(self.collection)
        vector = {
            "type": "vector",
            "path": "vector",
            "numDimensions": self.dimensions,
            "similarity": "cosine",
        }
        filters = [
            {"type": "filter", "path": name} for name in ("tags", *sorted(TIMES))
        ]
        self._points.create_search_index(
            SearchIndexModel(
                {"fields": [vector, *filters]}, self._index, "vectorSearch"
            )
        )
        self._await_index()
        return None

    def _described(self) -> Mapping[str, Any] | None:
        return next(iter(self._points.list_search_indexes(self._index)), None)

    def _await_index(self) -> None:
        deadline = time.monotonic() + self._config.index_timeout
        while not (self._described() or {}).get("queryable"):
            if time.monotonic() > deadline:
                msg = f"The index {self._index} is not queryable yet."
                raise UnavailableError(msg)
            time.sleep(1)

    def _upsert(self, points: Sequence[Point]) -> None:
        writes = [
            ReplaceOne(
                {"_id": key(point.id)},
                {"vector": [float(value) for value in point.vector], **document(point)},
                upsert=True,
            )
            for point in points
        ]
        if writes:
            self._points.bulk_write(writes, ordered=False)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        stage: dict[str, Any] = {
            "index": self._index,
            "path": "vector",
            "queryVector": [float(value) for value in vector],
            "numCandidates": min(10_000, max(100, 10 * limit)),
            "limit": limit,
        }
        if where is not None:
            stage["filter"] = compiled(where)
        shown = {"id": 1, "payload": 1, "score": {"$meta": "vectorSearchScore"}}
        found = self._points.aggregate([{"$vectorSearch": stage}, {"$project": shown}])
        return [
            Hit(point.id, clamp(2 * entry["score"] - 1), point.payload)
            for entry in found
            for point in [restore(entry)]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        found = self._points.find({"_id": {"$in": [key(point_id) for point_id in ids]}})
        return [restore(entry, entry["vector"]) for entry in found]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        query = {} if where is None else compiled(where)
        for entry in self._points.find(query, {"id": 1, "payload": 1}):
            yield restore(entry)

    def _delete(self, ids: Sequence[str]) -> None:
        self._points.delete_many({"_id": {"$in": [key(point_id) for point_id in ids]}})

    def _drop(self) -> None:
        self._points.drop()
