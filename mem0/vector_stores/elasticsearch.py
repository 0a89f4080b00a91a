"""Elasticsearch 8.12+, on a host or in Elastic Cloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError
from pydantic import SecretStr

from mem0.vector_stores.base import VectorStoreOptions
from mem0.vector_stores.lucene import LuceneStore


class ElasticsearchConfig(VectorStoreOptions):
    """`cloud_id`, or `host` and `port`; `api_key`, or `user` and `password`."""

    host: str = "http://127.0.0.1"
    port: int = 9200
    cloud_id: str | None = None
    api_key: SecretStr | None = None
    user: str | None = None
    password: SecretStr | None = None
    verify_certs: bool = True
    ca_certs: str | None = None


class ElasticsearchStore(LuceneStore):
    """A `dense_vector` field, filtered kNN."""

    provider = "elasticsearch"

    def __init__(self, config: ElasticsearchConfig) -> None:
        self._config = config
        super().__init__(config)

    def _connect(self) -> None:
        config = self._config
        options: dict[str, Any] = {}
        if config.cloud_id:
            options["cloud_id"] = config.cloud_id
        else:
            host = config.host if "://" in config.host else f"https://{config.host}"
            options["hosts"] = [f"{host}:{config.port}"]
            if host.startswith("https:"):
                options |= {
                    "verify_certs": config.verify_certs,
                    "ca_certs": config.ca_certs,
                }
        if config.api_key:
            options["api_key"] = config.api_key.get_secret_value()
        elif config.user and config.password:
            options["basic_auth"] = (config.user, config.password.get_secret_value())
        self._client = Elasticsearch(**options)

    def close(self) -> None:
        self._client.close()

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        kind = "x-ndjson" if isinstance(body, list) else "json"
        headers = {"accept": "application/json"}
        if body is not None:
            headers["content-type"] = f"application/{kind}"
        try:
            return self._client.perform_request(
                method, path, headers=headers, body=body
            ).body
        except NotFoundError:
            return None

    def _create(self) -> int | None:
        try:
            return super()._create()
        except BadRequestError as exc:
            if "resource_already_exists" not in str(exc):
                raise
            return super()._create()  # another process was faster

    def _settings(self) -> tuple[dict[str, Any], dict[str, Any]]:
        vector = {
            "type": "dense_vector",
            "dims": self.dimensions,
            "index": True,
            "similarity": "cosine",
        }
        return self._version_settings(), vector

    def _version_settings(self) -> dict[str, Any]:
        """From 9.2 on vectors are left out of `_source` unless this is said."""
        version = (self._send("GET", "/") or {}).get("version", {}).get("number", "0.0")
        major, minor = (int(part) for part in version.split(".")[:2])
        return (
            {"index.mapping.exclude_source_vectors": False}
            if (major, minor) >= (9, 2)
            else {}
        )

    def _length(self, field: Mapping[str, Any]) -> int:
        return int(field["dims"])

    def _knn(
        self, vector: Sequence[float], where: dict[str, Any] | None, limit: int
    ) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "field": "vector",
            "query_vector": [*vector],
            "k": limit,
            "num_candidates": min(10_000, max(100, 2 * limit)),
        }
        return {"knn": {**asked, "filter": where} if where else asked}
