"""OpenAI's embeddings; the third generation can shorten its vectors."""

from __future__ import annotations

from typing import ClassVar

from mem0.embeddings.openai_compatible import (
    OpenAICompatibleEmbedder,
    OpenAICompatibleEmbedderConfig,
)
from mem0.providers.options import base_url

DIMENSIONS = {
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
}
"""https://platform.openai.com/docs/guides/embeddings"""


class OpenAIEmbedderConfig(OpenAICompatibleEmbedderConfig):
    """Options of `openai`."""

    base_url: str | None = base_url("openai_base_url")


class OpenAIModels(OpenAICompatibleEmbedder):
    """OpenAI's models, wherever they are hosted."""

    default_model = "text-embedding-3-small"
    known = DIMENSIONS

    def sends_dimensions(self) -> bool:
        """Only when other than the model's own length: ada-002 and others refuse it."""
        own = self.known.get(self.model)
        return own is not None and own != self.dimensions


class OpenAIEmbedder(OpenAIModels):
    """Embedding models of OpenAI, or of a server that stands in for it."""

    provider = "openai"
    key_variables = ("OPENAI_API_KEY",)
    url_variables = ("OPENAI_BASE_URL", "OPENAI_API_BASE")
    default_base_url = "https://api.openai.com/v1"
    config_class: ClassVar[type[OpenAIEmbedderConfig]] = OpenAIEmbedderConfig
