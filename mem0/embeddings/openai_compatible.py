"""The family of providers that speak OpenAI's embeddings endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.providers.calls import calling
from mem0.providers.openai_family import OpenAIFamily, OpenAIOptions


class OpenAICompatibleEmbedderConfig(OpenAIOptions, EmbedderConfig):
    """What every member of the family takes."""


class OpenAICompatibleEmbedder(OpenAIFamily, EmbeddingAdapter):
    """Embeddings through the `openai` package, whoever answers."""

    config_class: ClassVar[type[OpenAICompatibleEmbedderConfig]] = (
        OpenAICompatibleEmbedderConfig
    )
    config: OpenAICompatibleEmbedderConfig

    def __init__(
        self,
        config: EmbedderConfig | Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(config, **options)
        self.client = self.make_client()

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """One request for all texts; the answers are put in the order asked."""
        asked: dict[str, Any] = {"model": self.model, "input": list(texts)}
        if self.sends_dimensions():
            asked["dimensions"] = self.dimensions
        with calling(self.failures):
            response = self.client.embeddings.create(encoding_format="float", **asked)
        rows = sorted(response.data or [], key=lambda row: row.index)
        return [row.embedding for row in rows]

    def sends_dimensions(self) -> bool:
        """Whether the model can shorten its vectors, and was asked to."""
        return False
