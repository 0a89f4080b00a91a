"""LiteLLM: one call for many vendors, answered in OpenAI's shape."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.llms.openai_compatible import ChatCompletionsLLM, OpenAICompatibleConfig
from mem0.providers.options import base_url

# Without this the import itself asks a host on the network for a price list.
os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import litellm

# A library does not print.
litellm.suppress_debug_info = True


class LiteLLMConfig(OpenAICompatibleConfig):
    """Options of `litellm`. Keys are read by LiteLLM from its own variables too."""

    base_url: str | None = base_url("litellm_base_url", "api_base")


class LiteLLM(ChatCompletionsLLM):
    """Any model that LiteLLM routes; `model` is named its way, `vendor/model`."""

    provider = "litellm"
    default_model = "gpt-5-mini"
    config_class: ClassVar[type[LiteLLMConfig]] = LiteLLMConfig
    config: LiteLLMConfig

    def __init__(
        self, config: LiteLLMConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        key = self.config.api_key
        self._key = key.get_secret_value() if key else None
        self.failures = self._failures(self._key or "")

    def send(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer in OpenAI's shape. LiteLLM raises subclasses of OpenAI's errors."""
        with warnings.catch_warnings():
            # Its response classes warn when pydantic serialises other vendors' parts.
            warnings.simplefilter("ignore")
            response = litellm.completion(
                **asked,
                api_key=self._key,
                api_base=self.config.base_url,
                timeout=self.config.timeout,
                extra_headers=self.config.default_headers,
                num_retries=0,
                max_retries=0,
                drop_params=True,
            )
            answer: dict[str, Any] = response.model_dump(warnings=False)
        return answer
