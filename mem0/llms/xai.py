"""xAI's Grok: OpenAI's protocol."""

from __future__ import annotations

from typing import ClassVar

from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url


class XAIConfig(OpenAICompatibleConfig):
    """Options of `xai`."""

    base_url: str | None = base_url("xai_base_url")


class XAILLM(OpenAICompatibleLLM):
    """Chat models of xAI."""

    provider = "xai"
    default_model = "grok-4.3"
    key_variables = ("XAI_API_KEY",)
    url_variables = ("XAI_API_BASE",)
    default_base_url = "https://api.x.ai/v1"
    supports_images = True
    config_class: ClassVar[type[XAIConfig]] = XAIConfig
