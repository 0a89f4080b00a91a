"""MiniMax: OpenAI's protocol; structured output is asked for in words."""

from __future__ import annotations

from typing import ClassVar

from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url


class MiniMaxConfig(OpenAICompatibleConfig):
    """Options of `minimax`."""

    base_url: str | None = base_url("minimax_base_url")


class MiniMaxLLM(OpenAICompatibleLLM):
    """Chat models of MiniMax."""

    provider = "minimax"
    default_model = "MiniMax-M2.7"
    key_variables = ("MINIMAX_API_KEY",)
    url_variables = ("MINIMAX_API_BASE",)
    default_base_url = "https://api.minimax.io/v1"
    supports_schema = False
    supports_json = False
    config_class: ClassVar[type[MiniMaxConfig]] = MiniMaxConfig
