"""Databricks Vector Search: a direct-access index, written and read over its API.

Its scores are `1 / (1 + distance²)`; vectors are stored with length 1, so the cosine
follows from the distance. Its API returns no vectors from a query, so a copy travels
as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.errors import NotFound
from databricks.sdk.service.vectorsearch import (
    DirectAccessVectorIndexSpec,
    EmbeddingVectorColumn,
    VectorIndexType,
)
from pydantic import SecretStr

from mem0.entities import ENTITY_IDS
from mem0.exceptions import VectorStoreError
from mem0.vector_stores.base import Hit, Point, VectorStoreOptions, clamp
from mem0.vector_stores.pushdown import Every, Leaf, Tree
from mem0.vector_stores.ranking import unit
from mem0.vector_stores.scoped import ScopedStore, record
from mem0.vector_stores.tags import key, restore, wanted

PAGE = 500
COLUMNS = ["id", "payload"]


class DatabricksConfig(VectorStoreOptions):
    """`endpoint_name` is a vector search endpoint; the index is `catalog.schema.collection`."""

    workspace_url: str
    access_token: SecretStr | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    endpoint_name: str
    catalog: str
    schema_name: str = "default"


class DatabricksStore(ScopedStore):
    """Filters are flat, so alternatives over several fields are checked here."""

    provider = "databricks"
    expresses_some = False

    def __init__(self, config: DatabricksConfig) -> None:
        self._config = config
        self._name = f"{config.catalog}.{config.schema_name}.{config.collection_name}"
        super().__init__(config)

    def _connect(self) -> None:
        config = self._config
        token, secret = config.access_token, config.client_secret
        settings = Config(
            host=config.workspace_url,
            token=token.get_secret_value() if token else None,
            client_id=config.client_id,
            client_secret=secret.get_secret_value() if secret else None,
            auth_type="pat" if token else None,
        )
        self._indexes = WorkspaceClient(config=settings).vector_search_indexes

    def _create(self) -> int | None:
        try:
            found = self._indexes.get_index(self._name)
        except NotFound:
            self._indexes.create_index(
                self._name,
                self._config.endpoint_name,
                "key",
                VectorIndexType.DIRECT_ACCESS,
                direct_access_index_spec=self._spec(),
            )
            return None
        spec = found.direct_access_index_spec
        columns = (spec.embedding_vector_columns if spec else None) or []
        return next((column.embedding_dimension for column in columns), None)

    def _spec(self) -> DirectAccessVectorIndexSpec:
        texts = ("key", "id", "payload", "values", *ENTITY_IDS)
        schema = {**dict.fromkeys(texts, "string"), "vector": "array<float>"}
        column = EmbeddingVectorColumn(
            embedding_dimension=self.dimensions, name="vector"
        )
        return DirectAccessVectorIndexSpec(
            embedding_vector_columns=[column], schema_json=json.dumps(schema)
        )

    def _upsert(self, points: Sequence[Point]) -> None:
        rows = []
        for point in points:
            entry = record(point)
            row = {name: entry[name] for name in ("key", "id", "payload", *ENTITY_IDS)}
            vector = _unit(point.vector)
            rows.append({**row, "vector": vector, "values": json.dumps(vector)})
        if rows:
            answer = self._indexes.upsert_data_vector_index(
                self._name, json.dumps(rows)
            )
            _check(answer.status)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        found = self._query(_unit(vector), _filters(where), limit, COLUMNS)
        return [
            Hit(point.id, clamp(1 - (1 / float(score) - 1) / 2), point.payload)
            for *columns, score in found
            for point in [restore(dict(zip(COLUMNS, columns, strict=True)))]
        ]

    def _query(
        self,
        vector: Sequence[float],
        filters: Mapping[str, Any],
        limit: int,
        columns: list[str],
    ) -> list[list[str]]:
        answer = self._indexes.query_index(
            self._name,
            columns,
            query_vector=[*vector],
            filters_json=json.dumps(filters) if filters else None,
            num_results=limit,
        )
        return (answer.result.data_array if answer.result else None) or []

    def _get(self, ids: Sequence[str]) -> list[Point]:
        if not ids:
            return []
        probe = [1.0, *[0.0] * (self.dimensions - 1)]
        keys = [key(point_id) for point_id in ids]
        columns = [*COLUMNS, "values"]
        found = self._query(probe, {"key": keys}, len(keys), columns)
        entries = [dict(zip(columns, row[:-1], strict=True)) for row in found]
        return [restore(entry, json.loads(entry["values"])) for entry in entries]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        filters, last = _filters(where), None
        while True:
            page = self._indexes.scan_index(
                self._name, last_primary_key=last, num_results=PAGE
            )
            rows = [_row(struct.fields or []) for struct in page.data or []]
            for row in rows:
                if all(row[name] in allowed for name, allowed in filters.items()):
                    yield restore(row)
            if len(rows) < PAGE:
                return
            last = page.last_primary_key

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            keys = [key(point_id) for point_id in ids]
            _check(self._indexes.delete_data_vector_index(self._name, keys).status)

    def _drop(self) -> None:
        try:
            self._indexes.delete_index(self._name)
        except NotFound:
            return


def _unit(vector: Sequence[float]) -> list[float]:
    scaled: list[float] = unit(np.asarray([vector], dtype=np.float32))[0].tolist()
    return scaled


def _row(fields: Sequence[Any]) -> dict[str, Any]:
    return {field.key: field.value.string_value for field in fields if field.value}


def _check(status: Any) -> None:
    if status is None or status.value != "SUCCESS":
        msg = f"databricks answered a write with {getattr(status, 'value', status)}."
        raise VectorStoreError(msg)


def _filters(tree: Tree | None) -> dict[str, list[str]]:
    """`{"user_id": [tags]}`; what is asked twice of a column must hold both times."""
    leaves = tree.parts if isinstance(tree, Every) else [tree] if tree else []
    filters: dict[str, list[str]] = {}
    for leaf in leaves:
        if isinstance(leaf, Leaf):
            asked, name = wanted(leaf), leaf.path[0]
            both = [one for one in filters.get(name, asked) if one in asked]
            filters[name] = both or ["none"]
    return filters
