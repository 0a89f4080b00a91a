"""Baidu VectorDB (Mochow): a table per collection."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import pymochow
from pydantic import SecretStr
from pymochow.auth.bce_credentials import BceCredentials
from pymochow.configuration import Configuration
from pymochow.exception import ServerError
from pymochow.model.enum import (
    FieldType,
    IndexType,
    MetricType,
    ReadConsistency,
    TableState,
)
from pymochow.model.schema import Field as Column, HNSWParams, Schema, VectorIndex
from pymochow.model.table import (
    BatchQueryKey,
    FloatVector,
    Partition,
    Row,
    VectorSearchConfig,
    VectorTopkSearchRequest,
)

from mem0.entities import ENTITY_IDS
from mem0.exceptions import UnavailableError
from mem0.memory.filters import Operator
from mem0.vector_stores.base import ORDERED, Hit, Point, VectorStoreOptions
from mem0.vector_stores.pushdown import RANGES, TIMES, Leaf, Tree, fold, joined
from mem0.vector_stores.ranking import Ranking
from mem0.vector_stores.scoped import ScopedStore, record
from mem0.vector_stores.sql import SIGNS
from mem0.vector_stores.tags import key, restore, wanted

PAGE = 500
COLUMNS = ["id", "payload", "values"]
NOT_FOUND = 404
MADE_WITHIN = 120.0  # seconds


class BaiduConfig(VectorStoreOptions):
    """`endpoint`, `account` and `api_key` as the console shows them."""

    endpoint: str
    account: str = "root"
    api_key: SecretStr
    database_name: str = "mem0"
    table_replicas: int = 3
    table_partitions: int = 1


class BaiduStore(ScopedStore):
    """Scope ids and times are columns; strong reads."""

    provider = "baidu"
    capabilities: ClassVar[frozenset[Operator]] = ORDERED | {"eq", "in"}

    def __init__(self, config: BaiduConfig) -> None:
        self._config = config
        super().__init__(config)

    def expresses(self, leaf: Leaf) -> bool:
        on_time = leaf.operator in RANGES and leaf.path[0] in TIMES
        return super().expresses(leaf) or (on_time and not leaf.negated)

    def _connect(self) -> None:
        credentials = BceCredentials(
            self._config.account, self._config.api_key.get_secret_value()
        )
        self._client = pymochow.MochowClient(
            Configuration(credentials=credentials, endpoint=self._config.endpoint)
        )

    def close(self) -> None:
        self._client.close()

    @property
    def _table(self) -> Any:
        return self._client.database(self._config.database_name).table(self.collection)

    def _create(self) -> int | None:
        names = [database.database_name for database in self._client.list_databases()]
        if self._config.database_name not in names:
            self._client.create_database(self._config.database_name)
        database = self._client.database(self._config.database_name)
        if self.collection in [table.table_name for table in database.list_table()]:
            fields = database.describe_table(self.collection).schema.to_dict()["fields"]
            return next(
                int(f["dimension"]) for f in fields if f["fieldName"] == "vector"
            )
        database.create_table(
            self.collection,
            self._config.table_replicas,
            Partition(partition_num=self._config.table_partitions),
            self._schema(),
        )
        deadline = time.monotonic() + MADE_WITHIN
        while database.describe_table(self.collection).state != TableState.NORMAL:
            if time.monotonic() > deadline:
                msg = f"The table {self.collection} is not ready yet."
                raise UnavailableError(msg)
            time.sleep(1)
        return None

    def _schema(self) -> Schema:
        columns = [
            Column(
                "key",
                FieldType.STRING,
                primary_key=True,
                partition_key=True,
                not_null=True,
            ),
            *(Column(name, FieldType.TEXT) for name in ("id", "payload", "values")),
            *(Column(name, FieldType.STRING) for name in ENTITY_IDS),
            *(Column(name, FieldType.DOUBLE) for name in sorted(TIMES)),
            Column(
                "vector",
                FieldType.FLOAT_VECTOR,
                not_null=True,
                dimension=self.dimensions,
            ),
        ]
        index = VectorIndex(
            index_name="vector_index",
            index_type=IndexType.HNSW,
            field="vector",
            metric_type=MetricType.COSINE,
            params=HNSWParams(m=16, efconstruction=200),
        )
        return Schema(fields=columns, indexes=[index])

    def _upsert(self, points: Sequence[Point]) -> None:
        rows = []
        for point in points:
            vector = [float(value) for value in point.vector]
            rows.append(Row(vector=vector, values=json.dumps(vector), **record(point)))
        if rows:
            self._table.upsert(rows)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        request = VectorTopkSearchRequest(
            vector_field="vector",
            vector=FloatVector([float(value) for value in vector]),
            limit=limit,
            filter=None if where is None else _filter(where),
            config=VectorSearchConfig(ef=max(200, limit)),
        )
        answer = self._table.vector_search(
            request=request,
            projections=COLUMNS,
            read_consistency=ReadConsistency.STRONG,
        )
        points = {row["row"]["id"]: _point(row["row"]) for row in answer.rows or []}
        ranking = Ranking(vector, limit)  # what its score means is not documented
        if points:
            rows = [point.vector for point in points.values()]
            ranking.offer(list(points), np.asarray(rows, dtype=np.float32))
        return [
            Hit(name, score, points[name].payload) for name, score in ranking.best()
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        if not ids:
            return []
        answer = self._table.batch_query(
            [BatchQueryKey({"key": key(point_id)}) for point_id in ids],
            projections=COLUMNS,
            read_consistency=ReadConsistency.STRONG,
        )
        return [_point(row) for row in _rows(answer)]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        marker: Any = None
        while True:
            answer = self._table.select(
                filter=None if where is None else _filter(where),
                marker=marker,
                projections=COLUMNS,
                read_consistency=ReadConsistency.STRONG,
                limit=PAGE,
            )
            for row in _rows(answer):
                point = _point(row)
                yield Point(point.id, (), point.payload)
            if not getattr(answer, "is_truncated", False):
                return
            marker = answer.next_marker

    def _delete(self, ids: Sequence[str]) -> None:
        for point_id in ids:
            self._table.delete(primary_key={"key": key(point_id)})

    def _drop(self) -> None:
        database = self._client.database(self._config.database_name)
        try:
            database.drop_table(self.collection)
        except ServerError as exc:
            if exc.status_code != NOT_FOUND:
                raise


def _rows(answer: Any) -> list[dict[str, Any]]:
    return [row.get("row", row) for row in getattr(answer, "rows", None) or []]


def _point(row: Mapping[str, Any]) -> Point:
    return restore(row, json.loads(row["values"]))


def _filter(tree: Tree) -> str:
    return fold(tree, leaf=_condition, every=joined(" AND "), some=joined(" OR "))


def _condition(leaf: Leaf) -> str:
    if leaf.operator in RANGES:
        return f"({leaf.path[0]} {SIGNS[leaf.operator]} {leaf.value!r})"
    values = ", ".join(f'"{tag}"' for tag in wanted(leaf))
    return f"({leaf.path[0]} IN [{values}])"
