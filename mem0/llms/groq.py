"""Groq: OpenAI's protocol; only some models take a schema, and it checks their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import openai

from mem0.exceptions import LLMOutputError
from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url


class GroqConfig(OpenAICompatibleConfig):
    """Options of `groq`."""

    base_url: str | None = base_url("groq_base_url")


class GroqLLM(OpenAICompatibleLLM):
    """Models that Groq serves."""

    provider = "groq"
    default_model = "llama-3.3-70b-versatile"
    key_variables = ("GROQ_API_KEY",)
    default_base_url = "https://api.groq.com/openai/v1"
    config_class: ClassVar[type[GroqConfig]] = GroqConfig

    def learn(self, exc: openai.BadRequestError, asked: Mapping[str, Any]) -> bool:
        """A 400 that says the model's JSON was bad teaches nothing about options."""
        if exc.code == "json_validate_failed":
            msg = "The model of groq did not write valid JSON."
            raise LLMOutputError(msg) from None
        return super().learn(exc, asked)
