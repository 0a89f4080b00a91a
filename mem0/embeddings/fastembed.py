"""Qdrant's FastEmbed: ONNX models in this process, without PyTorch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from fastembed import TextEmbedding
from pydantic import Field

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.providers.calls import calling


class FastEmbedEmbedderConfig(EmbedderConfig):
    """Options of `fastembed`."""

    model_kwargs: dict[str, Any] = Field(default_factory=dict)
    """Given to `TextEmbedding`: `cache_dir`, `threads`, `specific_model_path` …"""


class FastEmbedEmbedder(EmbeddingAdapter):
    """An ONNX embedding model, fetched on first use."""

    provider = "fastembed"
    default_model = "thenlper/gte-large"
    known = {
        "thenlper/gte-large": 1024,
        "BAAI/bge-small-en-v1.5": 384,
        "sentence-transformers/all-MiniLM-L6-v2": 384,
    }
    config_class: ClassVar[type[FastEmbedEmbedderConfig]] = FastEmbedEmbedderConfig
    config: FastEmbedEmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        with calling(self.failures):
            self.local = TextEmbedding(self.model, **self.config.model_kwargs)

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """Vectors of the texts, marked as searches or as passages."""
        with calling(self.failures):
            embed = self.local.query_embed if query else self.local.passage_embed
            return [[float(v) for v in vector] for vector in embed(list(texts))]
