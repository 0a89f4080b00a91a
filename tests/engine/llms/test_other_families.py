"""The providers with a protocol of their own."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from mem0.exceptions import (
    ConfigurationError,
    LLMError,
    LLMRefusalError,
    ValidationError,
)
from mem0.llms.aws_bedrock import AWSBedrockLLM
from mem0.llms.base import LLM
from tests.engine.llms.contract import ASK, KEY, SCHEMA, ChatContract
from tests.engine.llms.servers.dialects import (
    AnthropicDialect,
    BedrockDialect,
    GeminiDialect,
    OllamaDialect,
)
from tests.engine.llms.servers.loopback import Loopback, Reply, Request

PIXEL = base64.b64encode(b"\x89PNG").decode()
SHOW = [
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "What is this?"},
            {
                "type": "image_url",
                "image_url": {"url": f"data:image/png;base64,{PIXEL}"},
            },
        ],
    }
]
LINK = [
    {
        "role": "user",
        "content": [{"type": "image_url", "image_url": {"url": "http://host/a.png"}}],
    }
]


class TestAnthropic(ChatContract):
    provider = "anthropic"
    dialect = AnthropicDialect()

    def test_the_system_text_goes_apart(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.answer("Hello."))
        llm.complete(ASK)
        body = server.requests[0].body
        assert body["system"] == "Be brief."
        assert [m["role"] for m in body["messages"]] == ["user"]

    def test_a_temperature_the_model_refuses_is_left_out(
        self, server: Loopback, llm: LLM
    ):
        said = {
            "type": "invalid_request_error",
            "message": "`temperature` is deprecated",
        }
        refusal = Reply({"type": "error", "error": said}, 400)
        server.replies += [refusal, *[self.dialect.answer("Hello.")] * 2]
        llm.complete(ASK, temperature=0.0)
        llm.complete(ASK, temperature=0.0)
        assert ["temperature" in r.body for r in server.requests] == [
            True,
            False,
            False,
        ]

    def test_images_go_along(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.answer("A pixel."))
        llm.complete(SHOW)
        block = server.requests[0].body["messages"][0]["content"][1]
        assert block["source"]["data"] == PIXEL

    def test_a_linked_image_is_not_fetched(self, server: Loopback, llm: LLM):
        with pytest.raises(ValidationError, match="data URL"):
            llm.complete(LINK)


class TestGemini(ChatContract):
    provider = "gemini"
    dialect = GeminiDialect()

    def test_the_system_text_goes_apart(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.answer("Hello."))
        llm.complete(ASK, temperature=0.0, max_tokens=20)
        body = server.requests[0].body
        assert body["systemInstruction"]["parts"] == [{"text": "Be brief."}]
        assert body["generationConfig"] == {"temperature": 0.0, "maxOutputTokens": 20}

    def test_a_blocked_prompt_is_a_refusal(self, server: Loopback, llm: LLM):
        server.replies.append(Reply({"promptFeedback": {"blockReason": "SAFETY"}}))
        with pytest.raises(LLMRefusalError):
            llm.complete(ASK)

    def test_the_wait_is_read_from_the_body(self, server: Loopback, llm: LLM):
        info = {
            "@type": "type.googleapis.com/google.rpc.RetryInfo",
            "retryDelay": "12s",
        }
        error = {"code": 429, "message": "Slow down.", "details": [info]}
        server.replies.append(Reply({"error": error}, 429))
        with pytest.raises(LLMError, match="429") as caught:
            llm.complete(ASK)
        assert caught.value.details["retry_after"] == 12

    def test_thoughts_are_left_out(self, server: Loopback, llm: LLM):
        reply = self.dialect.answer("Hello.")
        thought = {"text": "Let me think.", "thought": True}
        reply.body["candidates"][0]["content"]["parts"].insert(0, thought)
        server.replies.append(reply)
        assert llm.complete(ASK).text == "Hello."

    def test_images_go_along(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.answer("A pixel."))
        llm.complete(SHOW)
        part = server.requests[0].body["contents"][0]["parts"][1]
        assert part["inlineData"]["data"] == PIXEL


class TestBedrock(ChatContract):
    provider = "aws_bedrock"
    dialect = BedrockDialect()
    takes_key = False

    def options(self, url: str) -> dict[str, Any]:
        return {
            "aws_endpoint_url": url,
            "aws_region": "eu-west-1",
            "aws_access_key_id": "AKIDEXAMPLE",
            "aws_secret_access_key": KEY,
        }

    def named(self, llm: LLM) -> str:
        return llm.model

    def test_it_signs_for_the_region(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.answer("Hello."))
        llm.complete(ASK)
        signed = server.requests[0].headers["authorization"]
        assert "AKIDEXAMPLE" in signed
        assert "/eu-west-1/bedrock/aws4_request" in signed
        assert server.requests[0].body["system"] == [{"text": "Be brief."}]

    def test_a_family_that_cannot_be_forced_is_asked_in_words(self, server: Loopback):
        server.replies.append(self.dialect.answer('{"city": "Porto"}'))
        llm = self.make(server.url, model="meta.llama3-1-70b-instruct-v1:0")
        assert not llm.supports_schema
        assert json.loads(llm.complete(ASK, schema=SCHEMA).text) == {"city": "Porto"}
        assert "toolConfig" not in server.requests[0].body
        assert "JSON Schema" in server.requests[0].body["system"][0]["text"]

    def test_missing_credentials_say_what_to_set(self, monkeypatch: Any, tmp_path: Any):
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
            monkeypatch.delenv(name, raising=False)
        nowhere = str(tmp_path / "none")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", nowhere)
        monkeypatch.setenv("AWS_CONFIG_FILE", nowhere)
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        with pytest.raises(ConfigurationError, match="AWS_ACCESS_KEY_ID"):
            AWSBedrockLLM().complete(ASK)


class TestOllama(ChatContract):
    provider = "ollama"
    dialect = OllamaDialect()
    takes_key = False
    filters_answers = False
    honours_retry_after = False

    def options(self, url: str) -> dict[str, Any]:
        return {"ollama_base_url": url, "model": "llama3.2"}

    def test_an_unknown_model_is_a_configuration_error(
        self, server: Loopback, llm: LLM
    ):
        missing = Reply({"error": "model 'llama3.2' not found"}, 404)
        server.responder = lambda request: missing
        with pytest.raises(ConfigurationError, match="check the options model"):
            llm.complete(ASK)

    def test_a_missing_model_is_pulled(self, server: Loopback, llm: LLM):
        have: list[str] = []

        def responder(request: Request) -> Reply:
            if request.path == "/api/pull":
                have.append(request.body["model"])
                return Reply({"status": "success"})
            if not have:
                return Reply({"error": "model not found, try pulling it first"}, 404)
            return self.dialect.answer("Hello.")

        server.responder = responder
        assert llm.complete(ASK).text == "Hello."
        assert have == ["llama3.2"]

    def test_it_sends_its_options(self, server: Loopback):
        server.replies.append(self.dialect.answer("Hello."))
        llm = self.make(server.url, num_ctx=8192, top_k=3)
        llm.complete(ASK, max_tokens=9, temperature=0.0)
        assert server.requests[0].body["options"] == {
            "temperature": 0.0,
            "num_predict": 9,
            "top_k": 3,
            "num_ctx": 8192,
        }
