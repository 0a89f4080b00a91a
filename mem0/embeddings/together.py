"""Together's embeddings: OpenAI's protocol over open models."""

from __future__ import annotations

from typing import ClassVar

from mem0.embeddings.openai_compatible import (
    OpenAICompatibleEmbedder,
    OpenAICompatibleEmbedderConfig,
)
from mem0.providers.options import base_url


class TogetherEmbedderConfig(OpenAICompatibleEmbedderConfig):
    """Options of `together`."""

    base_url: str | None = base_url("together_base_url")


class TogetherEmbedder(OpenAICompatibleEmbedder):
    """Embedding models that Together serves."""

    provider = "together"
    default_model = "intfloat/multilingual-e5-large-instruct"
    known = {
        "intfloat/multilingual-e5-large-instruct": 1024,
        "togethercomputer/m2-bert-80M-8k-retrieval": 768,
    }
    key_variables = ("TOGETHER_API_KEY",)
    default_base_url = "https://api.together.xyz/v1"
    config_class: ClassVar[type[TogetherEmbedderConfig]] = TogetherEmbedderConfig
