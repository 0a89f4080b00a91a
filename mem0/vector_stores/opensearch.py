"""OpenSearch 2.9+ with its k-NN plugin, on a host or in AWS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opensearchpy import NotFoundError, OpenSearch
from pydantic import Field, SecretStr

from mem0.vector_stores.base import VectorStoreOptions
from mem0.vector_stores.lucene import LuceneStore


class OpensearchConfig(VectorStoreOptions):
    """`http_auth` is anything the client takes, for example an AWS signer."""

    host: str = "127.0.0.1"
    port: int = 9200
    http_auth: Any = Field(default=None, repr=False)
    user: str | None = None
    password: SecretStr | None = None
    use_ssl: bool = False
    verify_certs: bool = True


class OpensearchStore(LuceneStore):
    """A `knn_vector` field on the Lucene engine, which filters while it searches."""

    provider = "opensearch"

    def __init__(self, config: OpensearchConfig) -> None:
        self._config = config
        super().__init__(config)

    def _connect(self) -> None:
        config = self._config
        auth = config.http_auth
        if auth is None and config.user and config.password:
            auth = (config.user, config.password.get_secret_value())
        self._client = OpenSearch(
            hosts=[{"host": config.host, "port": config.port}],
            http_auth=auth,
            use_ssl=config.use_ssl,
            verify_certs=config.verify_certs,
        )

    def close(self) -> None:
        self._client.close()

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        if isinstance(body, list):
            dumped = self._client.transport.serializer.dumps
            body = "".join(f"{dumped(line)}\n" for line in body)
        try:
            return self._client.transport.perform_request(method, path, body=body)
        except NotFoundError:
            return None

    def _settings(self) -> tuple[dict[str, Any], dict[str, Any]]:
        method = {"name": "hnsw", "space_type": "cosinesimil", "engine": "lucene"}
        field = {"type": "knn_vector", "dimension": self.dimensions, "method": method}
        return {"index.knn": True}, field

    def _length(self, field: Mapping[str, Any]) -> int:
        return int(field["dimension"])

    def _knn(
        self, vector: Sequence[float], where: dict[str, Any] | None, limit: int
    ) -> dict[str, Any]:
        asked: dict[str, Any] = {"vector": [*vector], "k": limit}
        return {
            "query": {"knn": {"vector": {**asked, "filter": where} if where else asked}}
        }
