"""LM Studio's embeddings on this machine: OpenAI's protocol, no key."""

from __future__ import annotations

from typing import ClassVar

from mem0.embeddings.openai_compatible import (
    OpenAICompatibleEmbedder,
    OpenAICompatibleEmbedderConfig,
)
from mem0.providers.options import base_url

NOMIC = "nomic-ai/nomic-embed-text-v1.5-GGUF/nomic-embed-text-v1.5.f16.gguf"


class LMStudioEmbedderConfig(OpenAICompatibleEmbedderConfig):
    """Options of `lmstudio`."""

    base_url: str | None = base_url("lmstudio_base_url")


class LMStudioEmbedder(OpenAICompatibleEmbedder):
    """An embedding model that LM Studio has loaded."""

    provider = "lmstudio"
    default_model = NOMIC
    known = {NOMIC: 768, "text-embedding-nomic-embed-text-v1.5": 768}
    key_variables = ("LMSTUDIO_API_KEY",)
    url_variables = ("LMSTUDIO_BASE_URL",)
    default_base_url = "http://localhost:1234/v1"
    default_key = "lm-studio"
    config_class: ClassVar[type[LMStudioEmbedderConfig]] = LMStudioEmbedderConfig
