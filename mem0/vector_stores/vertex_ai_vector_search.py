"""Vertex AI Vector Search: a streaming index and its public endpoint, made in the console.

It keeps no payloads, only restricts (named token lists), so the payload travels as
one, and it cannot list, so a listing asks for the nearest of everything and raises
when there is more than one answer holds. Cosines are computed here from the vectors
it returns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import google.auth
import numpy as np
from google.auth.credentials import AnonymousCredentials
from google.cloud.aiplatform_v1.services.index_service import IndexServiceClient
from google.cloud.aiplatform_v1.services.index_service.transports.rest import (
    IndexServiceRestTransport,
)
from google.cloud.aiplatform_v1.services.match_service import MatchServiceClient
from google.cloud.aiplatform_v1.services.match_service.transports.rest import (
    MatchServiceRestTransport,
)
from google.cloud.aiplatform_v1.types import FindNeighborsRequest, IndexDatapoint

from mem0.exceptions import VectorStoreError
from mem0.memory.filters import Operator
from mem0.vector_stores.base import EXACT, Hit, Point, VectorStoreOptions
from mem0.vector_stores.payloads import candidates, dumps, facets
from mem0.vector_stores.pushdown import Every, Leaf, Tree
from mem0.vector_stores.ranking import Ranking
from mem0.vector_stores.tags import TaggedStore, key, tag, wanted

SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)
Restriction = IndexDatapoint.Restriction
anonymous: Any = AnonymousCredentials  # google-auth has no types
default: Any = google.auth.default
load: Any = google.auth.load_credentials_from_file


class VertexAiVectorSearchConfig(VectorStoreOptions):
    """`endpoint_id`, `index_id` and `deployment_index_id` as the console shows them."""

    project_id: str
    region: str
    endpoint_id: str
    index_id: str
    deployment_index_id: str
    vector_search_api_endpoint: str
    api_endpoint: str | None = None
    credentials_path: str | None = None


class VertexAiVectorSearchStore(TaggedStore):
    """Each path of a payload is a namespace; alternatives over several are checked here."""

    provider = "vertex_ai_vector_search"
    capabilities: ClassVar[frozenset[Operator]] = EXACT | {"exists"}
    expresses_some = False
    max_fetch = 1000
    batch_size = 100

    def __init__(self, config: VertexAiVectorSearchConfig) -> None:
        self._config = config
        home = f"projects/{config.project_id}/locations/{config.region}"
        self._index = f"{home}/indexes/{config.index_id}"
        self._endpoint = f"{home}/indexEndpoints/{config.endpoint_id}"
        super().__init__(config)

    def expresses(self, leaf: Leaf) -> bool:
        return leaf.operator in ("in", "exists")

    def _connect(self) -> None:
        config = self._config
        control = config.api_endpoint or f"{config.region}-aiplatform.googleapis.com"
        search = config.vector_search_api_endpoint
        self._indexes: Any = IndexServiceClient(
            transport=IndexServiceRestTransport(**self._address(control))
        )
        self._matches: Any = MatchServiceClient(
            transport=MatchServiceRestTransport(**self._address(search))
        )

    def _address(self, endpoint: str) -> dict[str, Any]:
        """Where, how and as whom; a plain http:// endpoint is sent no credentials."""
        if endpoint.startswith("http://"):
            host = endpoint.removeprefix("http://")
            return {
                "host": host,
                "url_scheme": "http",
                "credentials": anonymous(),
            }
        path = self._config.credentials_path
        credentials, _ = load(path, scopes=SCOPES) if path else default(scopes=SCOPES)
        return {"host": endpoint.removeprefix("https://"), "credentials": credentials}

    def close(self) -> None:
        self._indexes.transport.close()
        self._matches.transport.close()

    def _create(self) -> int | None:
        metadata = self._indexes.get_index(name=self._index).metadata
        return int(metadata["config"]["dimensions"])

    def _upsert(self, points: Sequence[Point]) -> None:
        datapoints = [self._datapoint(point) for point in points]
        if datapoints:
            self._indexes.upsert_datapoints(
                {"index": self._index, "datapoints": datapoints}
            )

    def _datapoint(self, point: Point) -> IndexDatapoint:
        name = self._name(point.id)
        tokens: dict[str, set[str]] = {
            "key": {name},
            "id": {point.id},
            "payload": {dumps(point.payload)},
            "collection": {tag((self.collection,))},
        }
        for path, value in facets({**point.payload, "id": point.id}):
            values = {tag(path, item) for item in candidates(path, value)}
            tokens.setdefault(tag(path), {tag(path)}).update(values)
        return IndexDatapoint(
            datapoint_id=name,
            feature_vector=[float(value) for value in point.vector],
            restricts=[
                Restriction(namespace=namespace, allow_list=sorted(allowed))
                for namespace, allowed in tokens.items()
            ],
        )

    def _name(self, point_id: str) -> str:
        """The datapoint: two collections of an index may hold the same id."""
        return key(f"{self.collection}/{point_id}")

    def _nearby(
        self, vector: Sequence[float], restricts: list[Any], limit: int
    ) -> dict[str, Point]:
        mine = Restriction(namespace="collection", allow_list=[tag((self.collection,))])
        datapoint = IndexDatapoint(
            feature_vector=[*vector], restricts=[mine, *restricts]
        )
        query = FindNeighborsRequest.Query(datapoint=datapoint, neighbor_count=limit)
        answer = self._matches.find_neighbors(
            FindNeighborsRequest(
                index_endpoint=self._endpoint,
                deployed_index_id=self._config.deployment_index_id,
                queries=[query],
                return_full_datapoint=True,
            )
        )
        found = [
            n.datapoint for near in answer.nearest_neighbors for n in near.neighbors
        ]
        return {datapoint.datapoint_id: _point(datapoint) for datapoint in found}

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        points = self._nearby(vector, _restricts(where), limit)
        ranking = Ranking(vector, limit)
        if points:
            rows = [point.vector for point in points.values()]
            ranking.offer(list(points), np.asarray(rows, dtype=np.float32))
        return [
            Hit(points[name].id, score, points[name].payload)
            for name, score in ranking.best()
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        if not ids:
            return []
        keys = Restriction(namespace="key", allow_list=[self._name(one) for one in ids])
        return list(self._nearby(self._probe(), [keys], len(ids)).values())

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        found = self._nearby(self._probe(), _restricts(where), self.max_fetch)
        if len(found) == self.max_fetch:
            msg = f"{self.provider} cannot list more than {self.max_fetch} points."
            raise VectorStoreError(msg, suggestion="Narrow the filter.")
        yield from (Point(point.id, (), point.payload) for point in found.values())

    def _probe(self) -> list[float]:
        return [1.0, *[0.0] * (self.dimensions - 1)]

    def _delete(self, ids: Sequence[str]) -> None:
        self._remove([self._name(point_id) for point_id in ids])

    def _remove(self, names: Sequence[str]) -> None:
        if names:
            self._indexes.remove_datapoints(
                {"index": self._index, "datapoint_ids": [*names]}
            )

    def _drop(self) -> None:
        while found := self._nearby(self._probe(), [], self.max_fetch):
            self._remove(list(found))


def _point(datapoint: IndexDatapoint) -> Point:
    plain = {one.namespace: one.allow_list for one in datapoint.restricts}
    [point_id], [payload] = plain["id"], plain["payload"]
    return Point(point_id, [*datapoint.feature_vector], json.loads(payload))


def _restricts(tree: Tree | None) -> list[Any]:
    """One restriction per path: allowed in every condition, denied by none."""
    leaves = tree.parts if isinstance(tree, Every) else [tree] if tree else []
    allowed: dict[str, list[str]] = {}
    denied: dict[str, list[str]] = {}
    for leaf in leaves:
        if not isinstance(leaf, Leaf):
            continue
        name, asked = tag(leaf.path), wanted(leaf)
        if leaf.negated:
            denied[name] = [*denied.get(name, []), *asked]
        else:
            allowed[name] = [
                one for one in allowed.get(name, asked) if one in asked
            ] or ["none"]
    return [
        Restriction(
            namespace=name,
            allow_list=allowed.get(name, []),
            deny_list=denied.get(name, []),
        )
        for name in sorted({*allowed, *denied})
    ]
