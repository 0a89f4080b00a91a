"""OpenAI. Its reasoning models take no sampling parameters and count tokens anew."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from mem0.llms.chat import ChatRequest
from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url

REASONING = re.compile(r"^(o\d|gpt-5(?!.*chat))")


def reasons(model: str) -> bool:
    """Whether a model of this name is one of OpenAI's reasoning models."""
    return bool(REASONING.match(model.rsplit("/", 1)[-1]))


class OpenAIConfig(OpenAICompatibleConfig):
    """Options of `openai`."""

    base_url: str | None = base_url("openai_base_url")
    store: bool | None = None
    """Whether OpenAI keeps the answers for its dashboard."""
    is_reasoning_model: bool | None = None
    """For a model whose name does not say it."""


class OpenAIRules(OpenAICompatibleLLM):
    """The parameter rules of OpenAI's models, wherever they are hosted."""

    supports_images = True
    tokens_parameter = "max_completion_tokens"

    def is_reasoning(self) -> bool:
        """Whether the configured model reasons; an option settles doubtful names."""
        said: bool | None = getattr(self.config, "is_reasoning_model", None)
        return reasons(self.model) if said is None else said

    def parameters(self, request: ChatRequest) -> dict[str, Any]:
        """The body, without what reasoning models refuse."""
        asked = super().parameters(request)
        refused = {"reasoning_effort"}
        if self.is_reasoning():
            refused = {"temperature", "top_p", "extra_body"}
        return {name: value for name, value in asked.items() if name not in refused}


class OpenAILLM(OpenAIRules):
    """Chat models of OpenAI, or of a server that stands in for it."""

    provider = "openai"
    default_model = "gpt-5-mini"
    key_variables = ("OPENAI_API_KEY",)
    url_variables = ("OPENAI_BASE_URL", "OPENAI_API_BASE")
    default_base_url = "https://api.openai.com/v1"
    config_class: ClassVar[type[OpenAIConfig]] = OpenAIConfig
    config: OpenAIConfig

    def extra_body(self) -> dict[str, Any] | None:
        """`store`, when it was said."""
        return None if self.config.store is None else {"store": self.config.store}
