"""The providers that speak OpenAI's protocol, each with its own URL, key and options."""

from __future__ import annotations

from typing import Any

import pytest

from mem0.exceptions import ConfigurationError
from mem0.utils.factory import LlmFactory
from tests.engine.llms.contract import ASK, KEY, SCHEMA, ChatContract
from tests.engine.llms.servers.dialects import (
    AzureDialect,
    OpenAIDialect,
    WordsDialect,
)
from tests.engine.llms.servers.loopback import Loopback

DEFAULTS = {
    "openai": ("gpt-5-mini", "https://api.openai.com/v1/"),
    "openai_structured": ("gpt-5-mini", "https://api.openai.com/v1/"),
    "groq": ("llama-3.3-70b-versatile", "https://api.groq.com/openai/v1/"),
    "together": ("MiniMaxAI/MiniMax-M3", "https://api.together.xyz/v1/"),
    "deepseek": ("deepseek-chat", "https://api.deepseek.com"),
    "xai": ("grok-4.3", "https://api.x.ai/v1/"),
    "sarvam": ("sarvam-m", "https://api.sarvam.ai/v1/"),
    "minimax": ("MiniMax-M2.7", "https://api.minimax.io/v1/"),
    "vllm": ("Qwen/Qwen2.5-32B-Instruct", "http://localhost:8000/v1/"),
}


class Compatible(ChatContract):
    dialect = OpenAIDialect()
    url_suffix = "/v1"


class TestOpenAI(Compatible):
    provider = "openai"


class TestOpenAIStructured(Compatible):
    provider = "openai_structured"


class TestGroq(Compatible):
    provider = "groq"


class TestTogether(Compatible):
    provider = "together"


class TestXAI(Compatible):
    provider = "xai"

    def options(self, url: str) -> dict[str, Any]:
        return {"api_key": KEY, "xai_base_url": f"{url}/v1"}


class TestLMStudio(Compatible):
    provider = "lmstudio"

    def options(self, url: str) -> dict[str, Any]:
        return {"api_key": KEY, "lmstudio_base_url": f"{url}/v1"}


class TestVllm(Compatible):
    provider = "vllm"

    def options(self, url: str) -> dict[str, Any]:
        return {"api_key": KEY, "vllm_base_url": f"{url}/v1"}


class TestDeepSeek(Compatible):
    provider = "deepseek"
    dialect = WordsDialect()

    def options(self, url: str) -> dict[str, Any]:
        return {"api_key": KEY, "deepseek_base_url": f"{url}/v1"}

    def test_it_asks_for_json_mode(self, server: Loopback):
        server.replies.append(self.dialect.structured({"city": "Porto"}))
        self.make(server.url).complete(ASK, schema=SCHEMA)
        assert server.requests[0].body["response_format"] == {"type": "json_object"}


class TestSarvam(Compatible):
    provider = "sarvam"
    dialect = WordsDialect()

    def test_it_sends_its_own_options(self, server: Loopback):
        server.replies.append(self.dialect.answer("Namaste"))
        self.make(server.url, seed=3, reasoning_effort="low").complete(ASK)
        body = server.requests[0].body
        assert (body["seed"], body["reasoning_effort"]) == (3, "low")


class TestMiniMax(Compatible):
    provider = "minimax"
    dialect = WordsDialect()


class Azure(Compatible):
    dialect = AzureDialect()

    def options(self, url: str) -> dict[str, Any]:
        return {
            "model": "gpt-4o",
            "azure_kwargs": {
                "azure_deployment": "chat-one",
                "azure_endpoint": url,
                "api_version": "2024-10-21",
                "api_key": KEY,
                "default_headers": {"X-Team": "memory"},
            },
        }

    def test_it_sends_version_and_headers(self, server: Loopback):
        server.replies.append(self.dialect.answer("Hello."))
        self.make(server.url).complete(ASK)
        assert server.requests[0].query == {"api-version": ["2024-10-21"]}
        assert server.requests[0].headers["x-team"] == "memory"

    def test_a_token_provider_replaces_the_key(self, server: Loopback):
        server.replies.append(self.dialect.answer("Hello."))
        options = self.options(server.url)
        del options["azure_kwargs"]["api_key"]
        options["azure_kwargs"]["azure_ad_token_provider"] = lambda: "entra-token"
        self.closed(LlmFactory.create(self.provider, options)).complete(ASK)
        assert server.requests[0].headers["authorization"] == "Bearer entra-token"

    def test_a_missing_endpoint_is_named(self):
        with pytest.raises(ConfigurationError, match="LLM_AZURE_ENDPOINT"):
            LlmFactory.create(self.provider, {"azure_kwargs": {"api_key": KEY}})


class TestAzureOpenAI(Azure):
    provider = "azure_openai"


class TestAzureOpenAIStructured(Azure):
    provider = "azure_openai_structured"


@pytest.mark.parametrize("provider", DEFAULTS)
def test_a_key_is_enough(provider: str):
    llm: Any = LlmFactory.create(provider, {"api_key": KEY})
    assert (llm.model, str(llm.client.base_url)) == DEFAULTS[provider]


@pytest.mark.parametrize("provider", ["openai", "groq", "deepseek", "xai", "together"])
def test_a_key_is_read_from_the_environment(
    provider: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(f"{provider.upper()}_API_KEY", "from-the-environment")
    llm: Any = LlmFactory.create(provider)
    assert llm.client.api_key == "from-the-environment"


@pytest.mark.parametrize("provider", ["openai", "groq", "anthropic", "gemini"])
def test_a_missing_key_says_what_to_set(provider: str, monkeypatch: pytest.MonkeyPatch):
    for name in ("OPENAI", "GROQ", "ANTHROPIC", "GEMINI", "GOOGLE"):
        monkeypatch.delenv(f"{name}_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match=r"needs an API key: set [A-Z_]+"):
        LlmFactory.create(provider)
