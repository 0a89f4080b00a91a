"""Sarvam: OpenAI's protocol for the languages of India, with its own options."""

from __future__ import annotations

from typing import Any, ClassVar

from mem0.llms.chat import ChatRequest
from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url


class SarvamConfig(OpenAICompatibleConfig):
    """Options of `sarvam`."""

    base_url: str | None = base_url("sarvam_base_url")
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    seed: int | None = None
    stop: str | list[str] | None = None


class SarvamLLM(OpenAICompatibleLLM):
    """Chat models of Sarvam. Structured output is asked for in words."""

    provider = "sarvam"
    default_model = "sarvam-m"
    key_variables = ("SARVAM_API_KEY",)
    url_variables = ("SARVAM_API_BASE",)
    default_base_url = "https://api.sarvam.ai/v1"
    supports_schema = False
    supports_json = False
    config_class: ClassVar[type[SarvamConfig]] = SarvamConfig
    config: SarvamConfig

    def parameters(self, request: ChatRequest) -> dict[str, Any]:
        """The body, with the options that were set."""
        names = ("frequency_penalty", "presence_penalty", "seed", "stop")
        chosen = {name: getattr(self.config, name) for name in names}
        asked = super().parameters(request)
        return asked | {name: v for name, v in chosen.items() if v is not None}
