"""Weaviate: a server or its cloud, over gRPC and REST."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import weaviate
from pydantic import SecretStr
from weaviate.classes.config import Configure, DataType, Property, Tokenization
from weaviate.classes.data import DataObject
from weaviate.classes.init import AdditionalConfig, Auth, Timeout
from weaviate.classes.query import Filter, MetadataQuery
from weaviate.connect import ConnectionParams

from mem0.exceptions import VectorStoreError
from mem0.vector_stores.base import Hit, Point, VectorStoreOptions, clamp
from mem0.vector_stores.payloads import holds
from mem0.vector_stores.pushdown import TIMES, Leaf, Tree, fold
from mem0.vector_stores.tags import TaggedStore, document, key, restore, wanted

MOST = 10_000
SHOWN = ["id_text", "payload"]
VERBS = {
    "gt": "greater_than",
    "gte": "greater_or_equal",
    "lt": "less_than",
    "lte": "less_or_equal",
}


class WeaviateConfig(VectorStoreOptions):
    """`cluster_url` of the server; gRPC listens beside it."""

    collection_name: str = "Mem0"
    cluster_url: str = "http://127.0.0.1:8080"
    grpc_host: str | None = None
    grpc_port: int = 50051
    auth_client_secret: SecretStr | None = None
    additional_headers: dict[str, SecretStr] | None = None


class WeaviateStore(TaggedStore):
    """`id` is Weaviate's own word, so the point's id is the property `id_text`."""

    provider = "weaviate"

    def __init__(self, config: WeaviateConfig) -> None:
        self._config = config
        super().__init__(config)

    def expresses(self, leaf: Leaf) -> bool:
        """Negation needs a newer server than most run, so it is checked here."""
        return super().expresses(leaf) and not leaf.negated

    def _connect(self) -> None:
        config, address = self._config, urlsplit(self._config.cluster_url)
        secure = address.scheme == "https"
        headers = config.additional_headers or {}
        secret = config.auth_client_secret
        self._client = weaviate.WeaviateClient(
            connection_params=ConnectionParams.from_params(
                http_host=address.hostname or "",
                http_port=address.port or (443 if secure else 80),
                http_secure=secure,
                grpc_host=config.grpc_host or address.hostname or "",
                grpc_port=config.grpc_port,
                grpc_secure=secure,
            ),
            auth_client_secret=Auth.api_key(secret.get_secret_value())
            if secret
            else None,
            additional_headers={
                name: v.get_secret_value() for name, v in headers.items()
            },
            additional_config=AdditionalConfig(timeout=Timeout(init=10)),
        )
        self._client.connect()

    def close(self) -> None:
        self._client.close()

    @property
    def _points(self) -> Any:
        return self._client.collections.use(self.collection)

    def _create(self) -> int | None:
        """Weaviate declares no dimensions, so the collection's description says them."""
        if self._client.collections.exists(self.collection):
            words = (self._points.config.get(simple=True).description or "").split()
            return int(words[0]) if words and words[0].isdigit() else None
        self._client.collections.create(
            self.collection,
            description=f"{self.dimensions} dimensions",
            vector_config=Configure.Vectors.self_provided(),  # cosine is the default
            properties=[
                _hidden("id_text"),
                _hidden("payload"),
                Property(
                    name="tags",
                    data_type=DataType.TEXT_ARRAY,
                    tokenization=Tokenization.FIELD,
                    index_searchable=False,
                ),
                *(
                    Property(name=name, data_type=DataType.NUMBER)
                    for name in sorted(TIMES)
                ),
            ],
        )
        return None

    def _upsert(self, points: Sequence[Point]) -> None:
        objects = []
        for point in points:
            entry = document(point)
            entry["id_text"] = entry.pop("id")
            vector = [float(value) for value in point.vector]
            objects.append(
                DataObject(properties=entry, uuid=key(point.id), vector=vector)
            )
        if objects:
            outcome = self._points.data.insert_many(objects)
            if outcome.has_errors:
                msg = f"weaviate refused a write: {next(iter(outcome.errors.values())).message}"
                raise VectorStoreError(msg)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        found = self._points.query.near_vector(
            near_vector=[float(value) for value in vector],
            filters=None if where is None else _filter(where),
            limit=limit,
            return_properties=SHOWN,
            return_metadata=MetadataQuery(distance=True),
        )
        return [
            Hit(point.id, clamp(1 - entry.metadata.distance), point.payload)
            for entry in found.objects
            for point in [_point(entry)]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        if not ids:
            return []
        found = self._points.query.fetch_objects(
            filters=Filter.by_id().contains_any([key(point_id) for point_id in ids]),
            limit=len(ids),
            include_vector=True,
            return_properties=SHOWN,
        )
        return [_point(entry, entry.vector["default"]) for entry in found.objects]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        """A filtered query answers at most 10,000; beyond, everything is walked."""
        if where is not None:
            found = self._points.query.fetch_objects(
                filters=_filter(where), limit=MOST, return_properties=SHOWN
            )
            if len(found.objects) < MOST:
                yield from (_point(entry) for entry in found.objects)
                return
        for entry in self._points.iterator(return_properties=SHOWN):
            point = _point(entry)
            if where is None or holds(where, {**point.payload, "id": point.id}):
                yield point

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            keys = [key(point_id) for point_id in ids]
            self._points.data.delete_many(where=Filter.by_id().contains_any(keys))

    def _drop(self) -> None:
        self._client.collections.delete(self.collection)


def _hidden(name: str) -> Property:
    """Text that is kept and never asked about."""
    return Property(
        name=name,
        data_type=DataType.TEXT,
        index_filterable=False,
        index_searchable=False,
    )


def _point(entry: Any, vector: Any = ()) -> Point:
    properties = entry.properties
    return restore(
        {"id": properties["id_text"], "payload": properties["payload"]}, vector
    )


def _filter(tree: Tree) -> Any:
    return fold(
        tree, leaf=_condition, every=_group(Filter.all_of), some=_group(Filter.any_of)
    )


def _group(join: Callable[[list[Any]], Any]) -> Callable[[Iterable[Any]], Any]:
    return lambda parts: join(list(parts))


def _condition(leaf: Leaf) -> Any:
    if leaf.operator in ("in", "exists"):
        return Filter.by_property("tags").contains_any(wanted(leaf))
    return getattr(Filter.by_property(leaf.path[0]), VERBS[leaf.operator])(leaf.value)
