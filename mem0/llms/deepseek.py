"""DeepSeek: OpenAI's protocol with JSON mode, without schemas."""

from __future__ import annotations

from typing import ClassVar

from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url


class DeepSeekConfig(OpenAICompatibleConfig):
    """Options of `deepseek`."""

    base_url: str | None = base_url("deepseek_base_url")


class DeepSeekLLM(OpenAICompatibleLLM):
    """Chat models of DeepSeek."""

    provider = "deepseek"
    default_model = "deepseek-chat"
    key_variables = ("DEEPSEEK_API_KEY",)
    url_variables = ("DEEPSEEK_API_BASE",)
    default_base_url = "https://api.deepseek.com"
    supports_schema = False
    config_class: ClassVar[type[DeepSeekConfig]] = DeepSeekConfig
