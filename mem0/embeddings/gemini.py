"""Gemini's embeddings, shortened to the asked length, apart for query and document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from google.genai import types

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.providers.google import calling_google, gemini_client
from mem0.providers.options import (
    base_url,
)


class GeminiEmbedderConfig(EmbedderConfig):
    """Options of `gemini`."""

    base_url: str | None = base_url("gemini_base_url")


class GeminiEmbedder(EmbeddingAdapter):
    """An embedding model of the Gemini API, through the `google-genai` package."""

    provider = "gemini"
    default_model = "models/gemini-embedding-001"
    known = {
        "models/gemini-embedding-001": 768,
        "gemini-embedding-001": 768,
    }
    batch_size = 100
    """The most that one `batchEmbedContents` takes."""
    key_variables = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
    config_class: ClassVar[type[GeminiEmbedderConfig]] = GeminiEmbedderConfig
    config: GeminiEmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.client = gemini_client(
            self._needed_key(), self.config.base_url, self.config.timeout
        )

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """One `batchEmbedContents`."""
        contents: list[Any] = list(texts)
        with calling_google(self.failures):
            response = self.client.models.embed_content(
                model=self.model,
                contents=contents,
                config=types.EmbedContentConfig(
                    task_type="RETRIEVAL_QUERY" if query else "RETRIEVAL_DOCUMENT",
                    output_dimensionality=self.dimensions,
                ),
            )
        return [list(found.values or ()) for found in response.embeddings or ()]
