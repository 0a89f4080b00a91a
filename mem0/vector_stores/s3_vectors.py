"""Amazon S3 Vectors: an index in a vector bucket, through boto3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import boto3
from pydantic import SecretStr

from mem0.vector_stores.base import Hit, Point, VectorStoreOptions, clamp
from mem0.vector_stores.mongo_filter import compiled
from mem0.vector_stores.payloads import holds
from mem0.vector_stores.pushdown import Leaf, Tree
from mem0.vector_stores.tags import TaggedStore, document, key, restore

PAGE = 500


class S3VectorsConfig(VectorStoreOptions):
    """Without keys, boto3's own search for credentials applies."""

    vector_bucket_name: str
    region_name: str | None = None
    endpoint_url: str | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: SecretStr | None = None


class S3VectorsStore(TaggedStore):
    """A search answers at most 100 points; a listing filters in the process."""

    provider = "s3_vectors"
    max_fetch = 100
    batch_size = 100

    def __init__(self, config: S3VectorsConfig) -> None:
        self._config = config
        self._where = {
            "vectorBucketName": config.vector_bucket_name,
            "indexName": config.collection_name,
        }
        super().__init__(config)

    def expresses(self, leaf: Leaf) -> bool:
        """What `$nin` means for a list is not documented, so it is checked here."""
        return super().expresses(leaf) and not leaf.negated

    def _connect(self) -> None:
        config = self._config
        secret = config.aws_secret_access_key
        self._client: Any = boto3.client(
            "s3vectors",
            region_name=config.region_name,
            endpoint_url=config.endpoint_url,
            aws_access_key_id=config.aws_access_key_id,
            aws_secret_access_key=secret.get_secret_value() if secret else None,
        )

    def close(self) -> None:
        self._client.close()

    def _create(self) -> int | None:
        bucket = {"vectorBucketName": self._config.vector_bucket_name}
        try:
            self._client.get_vector_bucket(**bucket)
        except self._client.exceptions.NotFoundException:
            self._client.create_vector_bucket(**bucket)
        try:
            return int(self._client.get_index(**self._where)["index"]["dimension"])
        except self._client.exceptions.NotFoundException:
            self._client.create_index(
                **self._where,
                dataType="float32",
                dimension=self.dimensions,
                distanceMetric="cosine",
                metadataConfiguration={"nonFilterableMetadataKeys": ["id", "payload"]},
            )
        return None

    def _upsert(self, points: Sequence[Point]) -> None:
        vectors = [
            {
                "key": key(point.id),
                "data": {"float32": [float(value) for value in point.vector]},
                "metadata": document(point),
            }
            for point in points
        ]
        if vectors:
            self._client.put_vectors(**self._where, vectors=vectors)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        condition = {} if where is None else {"filter": compiled(where)}
        found = self._client.query_vectors(
            **self._where,
            queryVector={"float32": [float(value) for value in vector]},
            topK=limit,
            returnMetadata=True,
            returnDistance=True,
            **condition,
        )
        return [
            Hit(point.id, clamp(1 - entry["distance"]), point.payload)
            for entry in found["vectors"]
            for point in [restore(entry["metadata"])]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        if not ids:
            return []
        keys = [key(point_id) for point_id in ids]
        found = self._client.get_vectors(
            **self._where, keys=keys, returnData=True, returnMetadata=True
        )
        return [
            restore(entry["metadata"], entry["data"]["float32"])
            for entry in found["vectors"]
        ]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        token: dict[str, str] = {}
        while True:
            page = self._client.list_vectors(
                **self._where, maxResults=PAGE, returnMetadata=True, **token
            )
            for entry in page["vectors"]:
                point = restore(entry["metadata"])
                if where is None or holds(where, {**point.payload, "id": point.id}):
                    yield point
            if not page.get("nextToken"):
                return
            token = {"nextToken": page["nextToken"]}

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            keys = [key(point_id) for point_id in ids]
            self._client.delete_vectors(**self._where, keys=keys)

    def _drop(self) -> None:
        try:
            self._client.delete_index(**self._where)
        except self._client.exceptions.NotFoundException:
            return
