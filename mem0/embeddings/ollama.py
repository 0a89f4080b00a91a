"""Embeddings of the local Ollama daemon, which fetches a model it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.providers.ollama import ollama_client, with_model
from mem0.providers.options import base_url


class OllamaEmbedderConfig(EmbedderConfig):
    """Options of `ollama`."""

    base_url: str | None = base_url("ollama_base_url")


class OllamaEmbedder(EmbeddingAdapter):
    """An embedding model of the Ollama daemon, through the `ollama` package."""

    provider = "ollama"
    default_model = "nomic-embed-text"
    known = {
        "nomic-embed-text": 768,
        "mxbai-embed-large": 1024,
        "all-minilm": 384,
        "bge-m3": 1024,
        "embeddinggemma": 768,
    }
    config_class: ClassVar[type[OllamaEmbedderConfig]] = OllamaEmbedderConfig
    config: OllamaEmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.client = ollama_client(self.config.base_url, self.config.timeout)

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """One `/api/embed`; a model the daemon does not have is pulled first."""
        response = with_model(
            lambda: self.client.embed(self.model, list(texts)),
            self.model,
            self.config.base_url,
            self.failures,
        )
        return [list(vector) for vector in response.embeddings]
