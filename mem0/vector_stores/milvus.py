"""Milvus: a server, Zilliz Cloud, or (with a file as `url`) Milvus Lite."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import ClassVar

from pydantic import SecretStr
from pymilvus import DataType, MilvusClient

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
from mem0.vector_stores.sql import SIGNS
from mem0.vector_stores.tags import TaggedStore, document, key, restore, wanted

PAGE = 1000
MOST_TAGS = 4096


class MilvusConfig(VectorStoreOptions):
    """`url` is `http://host:19530` or a `.db` file; `token` is `user:password` or a key."""

    url: str = "http://127.0.0.1:19530"
    token: SecretStr | None = None
    db_name: str = ""


class MilvusStore(TaggedStore):
    """Strong consistency: a write is found by the next search."""

    provider = "milvus"
    capabilities: ClassVar[frozenset[Operator]] = EXACT | ORDERED | {"exists"}

    def __init__(self, config: MilvusConfig) -> None:
        self._config = config
        super().__init__(config)

    def _connect(self) -> None:
        token = self._config.token
        self._client = MilvusClient(
            uri=self._config.url,
            token=token.get_secret_value() if token else "",
            db_name=self._config.db_name,
        )

    def close(self) -> None:
        self._client.close()

    def _create(self) -> int | None:
        if self._client.has_collection(self.collection):
            fields = self._client.describe_collection(self.collection)["fields"]
            [vector] = [field for field in fields if field["name"] == "vector"]
            return int(vector["params"]["dim"])
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("point", DataType.VARCHAR, is_primary=True, max_length=36)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self.dimensions)
        schema.add_field("document", DataType.JSON)
        schema.add_field(
            "tags",
            DataType.ARRAY,
            element_type=DataType.VARCHAR,
            max_capacity=MOST_TAGS,
            max_length=16,
        )
        for name in sorted(TIMES):
            schema.add_field(name, DataType.DOUBLE, nullable=True)
        index = self._client.prepare_index_params()
        index.add_index("vector", index_type="AUTOINDEX", metric_type="COSINE")
        self._client.create_collection(
            self.collection,
            schema=schema,
            index_params=index,
            consistency_level="Strong",
        )
        return None

    def _upsert(self, points: Sequence[Point]) -> None:
        rows = []
        for point in points:
            entry = document(point)
            rows.append(
                {
                    "point": key(point.id),
                    "vector": [float(value) for value in point.vector],
                    "document": {"id": entry["id"], "payload": entry["payload"]},
                    "tags": entry["tags"],
                    **{name: entry.get(name) for name in sorted(TIMES)},
                }
            )
        self._client.upsert(self.collection, rows)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        [found] = self._client.search(
            self.collection,
            data=[[float(value) for value in vector]],
            filter=_expression(where),
            limit=limit,
            output_fields=["document"],
            consistency_level="Strong",
        )
        return [
            Hit(point.id, clamp(hit["distance"]), point.payload)
            for hit in found
            for point in [restore(hit["entity"]["document"])]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        keys = [key(point_id) for point_id in ids]
        if not keys:
            return []
        rows = self._client.get(
            self.collection, keys, output_fields=["document", "vector"]
        )
        return [restore(row["document"], row["vector"]) for row in rows]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        rows = self._client.query_iterator(
            self.collection,
            batch_size=PAGE,
            filter=_expression(where),
            output_fields=["document"],
            consistency_level="Strong",
        )
        try:
            while page := rows.next():
                yield from (restore(row["document"]) for row in page)
        finally:
            rows.close()

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            self._client.delete(
                self.collection, ids=[key(point_id) for point_id in ids]
            )

    def _drop(self) -> None:
        self._client.drop_collection(self.collection)


def _expression(tree: Tree | None) -> str:
    if tree is None:
        return ""
    return fold(tree, leaf=_condition, every=joined(" and "), some=joined(" or "))


def _condition(leaf: Leaf) -> str:
    if leaf.operator not in ("in", "exists"):
        return f"({leaf.path[0]} {SIGNS[leaf.operator]} {leaf.value!r})"
    asked = f"array_contains_any(tags, {json.dumps(wanted(leaf))})"
    return f"(not {asked})" if leaf.negated else asked
