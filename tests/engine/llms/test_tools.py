"""The older call, `generate_response`: text, or the tools a model wants called."""

from __future__ import annotations

from typing import Any

import pytest

from mem0.exceptions import LLMOutputError
from mem0.utils.factory import LlmFactory
from tests.engine.llms.contract import ASK, SCHEMA
from tests.engine.llms.servers.dialects import (
    AnthropicDialect,
    BedrockDialect,
    Dialect,
    GeminiDialect,
    OllamaDialect,
    OpenAIDialect,
)
from tests.engine.llms.servers.loopback import Loopback, Reply

TOOL = {
    "type": "function",
    "function": {"name": "visit", "description": "Go there.", "parameters": SCHEMA},
}
PORTO = {"city": "Porto"}
AWS = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "aws_region": "r"}


def openai_call(arguments: str = '{"city": "Porto"}') -> Reply:
    reply = OpenAIDialect().answer("")
    function = {"name": "visit", "arguments": arguments}
    call = {"id": "1", "type": "function", "function": function}
    reply.body["choices"][0]["message"] |= {"content": None, "tool_calls": [call]}
    return reply


def anthropic_call() -> Reply:
    reply = AnthropicDialect().answer("")
    used = {"type": "tool_use", "id": "1", "name": "visit", "input": PORTO}
    reply.body["content"] = [used]
    return reply


def gemini_call() -> Reply:
    reply = GeminiDialect().answer("")
    call = {"functionCall": {"name": "visit", "args": PORTO}}
    reply.body["candidates"][0]["content"]["parts"] = [call]
    return reply


def bedrock_call() -> Reply:
    reply = BedrockDialect().answer("")
    used = {"toolUseId": "1", "name": "visit", "input": PORTO}
    reply.body["output"]["message"]["content"] = [{"toolUse": used}]
    return reply


def ollama_call() -> Reply:
    reply = OllamaDialect().answer("")
    call = {"function": {"name": "visit", "arguments": PORTO}}
    reply.body["message"]["tool_calls"] = [call]
    return reply


@pytest.mark.parametrize(
    ("provider", "options", "reply", "sent"),
    [
        ("vllm", {}, openai_call(), "tools"),
        ("anthropic", {"api_key": "k"}, anthropic_call(), "tools"),
        ("gemini", {"api_key": "k"}, gemini_call(), "tools"),
        ("aws_bedrock", AWS, bedrock_call(), "toolConfig"),
        ("ollama", {}, ollama_call(), "tools"),
    ],
)
def test_tools_are_offered_and_calls_come_back(
    provider: str, options: dict[str, Any], reply: Reply, sent: str
):
    with Loopback(lambda _: reply) as server:
        llm: Any = LlmFactory.create(provider, options, base_url=server.url)
        answer = llm.generate_response(ASK, tools=[TOOL], tool_choice="required")
        llm.close()
        assert "visit" in str(server.requests[0].body[sent])
    call = {"name": "visit", "arguments": PORTO}
    assert answer == {"content": None, "tool_calls": [call]}


@pytest.mark.parametrize("arguments", ["{", "[broken"])
def test_arguments_that_are_not_json_are_an_output_error(arguments: str):
    with Loopback(lambda _: openai_call(arguments)) as server:
        llm: Any = LlmFactory.create("vllm", base_url=server.url)
        with pytest.raises(LLMOutputError, match="visit"):
            llm.generate_response(ASK, tools=[TOOL])
        llm.close()


@pytest.mark.parametrize(
    ("provider", "dialect"),
    [("vllm", OpenAIDialect()), ("ollama", OllamaDialect())],
)
def test_without_tools_the_text_comes_back(provider: str, dialect: Dialect):
    with Loopback(lambda _: dialect.answer('{"a": 1}')) as server:
        llm: Any = LlmFactory.create(provider, base_url=server.url)
        text = llm.generate_response(ASK, response_format={"type": "json_object"})
        llm.close()
        assert "json" in str(server.requests[0].body)
    assert text == '{"a": 1}'
