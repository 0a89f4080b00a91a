"""LM Studio on this machine: OpenAI's protocol, no key, schemas but no JSON mode."""

from __future__ import annotations

from typing import Any, ClassVar

from mem0.llms.chat import ChatRequest
from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url


class LMStudioConfig(OpenAICompatibleConfig):
    """Options of `lmstudio`."""

    base_url: str | None = base_url("lmstudio_base_url")
    lmstudio_response_format: dict[str, Any] | None = None
    """Sent as `response_format` whenever JSON is asked for, instead of the schema."""


class LMStudioLLM(OpenAICompatibleLLM):
    """A model that LM Studio has loaded."""

    provider = "lmstudio"
    default_model = (
        "lmstudio-community/Meta-Llama-3.1-70B-Instruct-GGUF/"
        "Meta-Llama-3.1-70B-Instruct-IQ2_M.gguf"
    )
    key_variables = ("LMSTUDIO_API_KEY",)
    url_variables = ("LMSTUDIO_BASE_URL",)
    default_base_url = "http://localhost:1234/v1"
    default_key = "lm-studio"
    supports_json = False
    config_class: ClassVar[type[LMStudioConfig]] = LMStudioConfig
    config: LMStudioConfig

    def response_format(self, request: ChatRequest) -> dict[str, Any] | None:
        """The schema, unless the user has said what to send."""
        wanted = request.json_only or request.schema is not None
        chosen = self.config.lmstudio_response_format
        return chosen if wanted and chosen else super().response_format(request)
