"""Neptune Analytics: a vector on each vertex of a graph, asked in openCypher.

Its search takes no filter of ours and scores by squared L2 distance, so vectors are
stored with length 1 (the cosine follows) and filters run in the process. The graph,
with its vector dimensions, is made in the console. Every statement is constant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import boto3
import numpy as np
from botocore.config import Config
from pydantic import SecretStr

from mem0.memory.filters import Operator
from mem0.vector_stores.base import Hit, Point, VectorStore, VectorStoreOptions, clamp
from mem0.vector_stores.payloads import dumps
from mem0.vector_stores.pushdown import Tree
from mem0.vector_stores.ranking import unit
from mem0.vector_stores.tags import key, restore

PAGE = 500
SCHEME = "neptune-graph://"

MERGE = """
UNWIND $points AS point
MERGE (n:Mem0Point {`~id`: point.key})
SET n.collection = $collection, n.id = point.id, n.payload = point.payload,
    n.values = point.values
WITH n, point
CALL neptune.algo.vectors.upsert(n, point.vector) YIELD success
RETURN count(success) AS written
"""
NEAREST = """
CALL neptune.algo.vectors.topKByEmbedding($vector, {topK: $limit, concurrency: 1})
YIELD node, score
RETURN node.collection AS collection, node.id AS id, node.payload AS payload, score
ORDER BY score
"""
READ = """
MATCH (n:Mem0Point) WHERE id(n) IN $keys AND n.collection = $collection
RETURN n.id AS id, n.payload AS payload, n.values AS values
"""
PAGED = """
MATCH (n:Mem0Point) WHERE n.collection = $collection AND id(n) > $after
RETURN id(n) AS key, n.id AS id, n.payload AS payload ORDER BY key LIMIT $limit
"""
DELETE = """
MATCH (n:Mem0Point) WHERE id(n) IN $keys AND n.collection = $collection DETACH DELETE n
"""
DROP = "MATCH (n:Mem0Point) WHERE n.collection = $collection DETACH DELETE n"


class NeptuneConfig(VectorStoreOptions):
    """`endpoint` is `neptune-graph://<graph id>`; keys are found as boto3 does."""

    endpoint: str
    region_name: str | None = None
    endpoint_url: str | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: SecretStr | None = None


class NeptuneStore(VectorStore):
    """Vertices `Mem0Point`, told apart by `collection`."""

    provider = "neptune"
    capabilities: ClassVar[frozenset[Operator]] = frozenset()

    def __init__(self, config: NeptuneConfig) -> None:
        self._config = config
        self._graph = config.endpoint.removeprefix(SCHEME)
        super().__init__(config)

    def _connect(self) -> None:
        config = self._config
        secret = config.aws_secret_access_key
        own_host = config.endpoint_url is not None
        self._client: Any = boto3.client(
            "neptune-graph",
            region_name=config.region_name,
            endpoint_url=config.endpoint_url,
            aws_access_key_id=config.aws_access_key_id,
            aws_secret_access_key=secret.get_secret_value() if secret else None,
            config=Config(inject_host_prefix=not own_host),
        )

    def close(self) -> None:
        self._client.close()

    def _run(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        answer = self._client.execute_query(
            graphIdentifier=self._graph,
            queryString=query,
            language="OPEN_CYPHER",
            parameters={"collection": self.collection, **parameters},
        )
        found: list[dict[str, Any]] = json.loads(answer["payload"].read())["results"]
        return found

    def _create(self) -> int | None:
        about = self._client.get_graph(graphIdentifier=self._graph)
        return int(about["vectorSearchConfiguration"]["dimension"])

    def _name(self, point_id: str) -> str:
        """The vertex: two collections of a graph may hold the same id."""
        return key(f"{self.collection}/{point_id}")

    def _upsert(self, points: Sequence[Point]) -> None:
        if not points:
            return
        vectors = unit(np.asarray([point.vector for point in points], dtype=np.float32))
        rows = [
            {
                "key": self._name(point.id),
                "id": point.id,
                "payload": dumps(point.payload),
                "vector": vector,
                "values": json.dumps(vector),
            }
            for point, vector in zip(points, vectors.tolist(), strict=True)
        ]
        self._run(MERGE, points=rows)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        """Other collections of the graph are among the neighbours, so ask for more."""
        query = unit(np.asarray([vector], dtype=np.float32))[0].tolist()
        asked = limit
        while True:
            rows = self._run(NEAREST, vector=query, limit=asked)
            mine = [row for row in rows if row["collection"] == self.collection]
            if len(mine) >= limit or len(rows) < asked:
                break
            asked *= 4
        return [
            Hit(point.id, clamp(1 - row["score"] / 2), point.payload)
            for row in mine[:limit]
            for point in [restore(row)]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        rows = self._run(READ, keys=[self._name(point_id) for point_id in ids])
        return [restore(row, json.loads(row["values"])) for row in rows]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        after = ""
        while rows := self._run(PAGED, after=after, limit=PAGE):
            yield from (restore(row) for row in rows)
            after = rows[-1]["key"]

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            self._run(DELETE, keys=[self._name(point_id) for point_id in ids])

    def _drop(self) -> None:
        self._run(DROP)
