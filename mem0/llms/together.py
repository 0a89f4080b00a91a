"""Together: OpenAI's protocol over open models."""

from __future__ import annotations

from typing import ClassVar

from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url


class TogetherConfig(OpenAICompatibleConfig):
    """Options of `together`."""

    base_url: str | None = base_url("together_base_url")


class TogetherLLM(OpenAICompatibleLLM):
    """Models that Together serves."""

    provider = "together"
    default_model = "MiniMaxAI/MiniMax-M3"
    key_variables = ("TOGETHER_API_KEY",)
    default_base_url = "https://api.together.xyz/v1"
    config_class: ClassVar[type[TogetherConfig]] = TogetherConfig
