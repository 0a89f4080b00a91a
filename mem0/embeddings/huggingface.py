"""Models of the Hugging Face hub: in this process, or behind Text Embeddings Inference.

With `huggingface_base_url` the texts go to a TEI server; without, the model runs here
through the `sentence-transformers` package, which brings PyTorch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, ClassVar

import httpx
from pydantic import Field

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.exceptions import DependencyError
from mem0.providers.calls import calling
from mem0.providers.options import base_url, optional_secret


class HuggingFaceEmbedderConfig(EmbedderConfig):
    """Options of `huggingface`."""

    base_url: str | None = base_url("huggingface_base_url")
    model_kwargs: dict[str, Any] = Field(default_factory=dict)
    """Given to `SentenceTransformer`."""


class HuggingFaceEmbedder(EmbeddingAdapter):
    """A sentence-embedding model."""

    provider = "huggingface"
    default_model = "multi-qa-MiniLM-L6-cos-v1"
    known = {
        "multi-qa-MiniLM-L6-cos-v1": 384,
        "sentence-transformers/multi-qa-MiniLM-L6-cos-v1": 384,
        "sentence-transformers/all-MiniLM-L6-v2": 384,
        "all-MiniLM-L6-v2": 384,
        "BAAI/bge-m3": 1024,
    }
    batch_size = 32
    """What a TEI server takes unless it was started with another limit."""
    key_variables = ("HF_TOKEN", "HUGGINGFACE_API_KEY")
    config_class: ClassVar[type[HuggingFaceEmbedderConfig]] = HuggingFaceEmbedderConfig
    config: HuggingFaceEmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.client: httpx.Client | None = None
        if self.config.base_url:
            self.client = self._remote(self.config.base_url)
        else:
            self.local = self._local()

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """Unit vectors of the texts."""
        with calling(self.failures):
            if self.client is None:
                found = self.local.encode(list(texts), normalize_embeddings=True)
                return [[float(value) for value in vector] for vector in found]
            return self._post(self.client, texts)

    def _post(self, client: httpx.Client, texts: Sequence[str]) -> list[list[float]]:
        body = {"inputs": list(texts), "normalize": True, "truncate": True}
        response = client.post("/embed", json=body)
        if response.is_error:
            headers = response.headers
            wait = headers.get("retry-after", "")
            raise self.failures.status(
                response.status_code,
                response.text,
                retry_after=float(wait) if wait.isdigit() else None,
            )
        vectors: list[list[float]] = response.json()
        return vectors

    def _remote(self, url: str) -> httpx.Client:
        key = optional_secret(self.config.api_key, self.key_variables)
        self.failures = self._failures(key or "")
        return httpx.Client(
            base_url=url.rstrip("/").removesuffix("/v1"),
            timeout=self.config.timeout,
            headers={"Authorization": f"Bearer {key}"} if key else None,
        )

    def _local(self) -> Any:
        try:
            package = import_module("sentence_transformers")
        except ModuleNotFoundError as exc:
            msg = (
                "The huggingface embedder needs the 'sentence_transformers' package:"
                " pip install 'mem0site[huggingface]', or give huggingface_base_url."
            )
            raise DependencyError(msg) from exc
        with calling(self.failures):
            return package.SentenceTransformer(self.model, **self.config.model_kwargs)
