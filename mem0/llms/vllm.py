"""vLLM: OpenAI's protocol from one's own server; a key only if it was started with one."""

from __future__ import annotations

from typing import ClassVar

from mem0.llms.openai_compatible import (
    OpenAICompatibleConfig,
    OpenAICompatibleLLM,
)
from mem0.providers.options import base_url


class VllmConfig(OpenAICompatibleConfig):
    """Options of `vllm`."""

    base_url: str | None = base_url("vllm_base_url")


class VllmLLM(OpenAICompatibleLLM):
    """A model that vLLM serves."""

    provider = "vllm"
    default_model = "Qwen/Qwen2.5-32B-Instruct"
    key_variables = ("VLLM_API_KEY",)
    url_variables = ("VLLM_BASE_URL",)
    default_base_url = "http://localhost:8000/v1"
    default_key = "vllm-api-key"
    config_class: ClassVar[type[VllmConfig]] = VllmConfig
