"""What a server refuses is left out, once, and not tried again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from mem0.exceptions import ConfigurationError, LLMOutputError, LLMRefusalError
from mem0.llms.groq import GroqLLM
from mem0.llms.openai import OpenAILLM, reasons
from mem0.llms.openai_compatible import is_strict
from mem0.llms.openai_structured import OpenAIStructuredLLM
from tests.engine.llms.contract import ASK, SCHEMA
from tests.engine.llms.servers.dialects import OpenAIDialect
from tests.engine.llms.servers.loopback import Loopback, Reply, Request

SAY = OpenAIDialect()


def complaint(message: str, **more: Any) -> Reply:
    error = {"message": message, "type": "invalid_request_error", **more}
    return Reply({"error": error}, 400)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


class Make:
    """Makes models for the server, and closes them."""

    def __init__(self, server: Loopback, closes: ExitStack) -> None:
        self.server = server
        self.closes = closes

    def __call__(self, kind: type[Any] = OpenAILLM, **options: Any) -> Any:
        llm = kind(api_key="k", base_url=f"{self.server.url}/v1", **options)
        self.closes.callback(llm.close)
        return llm


@pytest.fixture
def make(server: Loopback) -> Iterator[Make]:
    with ExitStack() as closes:
        yield Make(server, closes)


def test_a_refused_schema_becomes_json_mode_and_words(server: Loopback, make: Make):
    def responder(request: Request) -> Reply:
        if request.body.get("response_format", {}).get("type") == "json_schema":
            return complaint(
                "Invalid parameter: 'response_format' of type 'json_schema'"
            )
        return SAY.structured({"city": "Porto"})

    server.responder = responder
    llm = make(model="gpt-4")
    for _ in range(2):
        assert json.loads(llm.complete(ASK, schema=SCHEMA).text) == {"city": "Porto"}
    kinds = [r.body["response_format"]["type"] for r in server.requests]
    assert kinds == ["json_schema", "json_object", "json_object"]
    assert '"city"' in server.requests[1].body["messages"][0]["content"]
    assert llm.supports_schema is False


def test_a_server_without_json_mode_is_asked_in_words(server: Loopback, make: Make):
    def responder(request: Request) -> Reply:
        if "response_format" in request.body:
            return complaint("response_format is not supported by this model")
        return SAY.structured({"city": "Porto"})

    server.responder = responder
    llm = make(model="gpt-4")
    llm.complete(ASK, schema=SCHEMA)
    llm.complete(ASK, schema=SCHEMA)
    assert len(server.requests) == 4


def test_another_complaint_is_not_negotiated(server: Loopback, make: Make):
    server.replies.append(complaint("Invalid value for 'messages'."))
    with pytest.raises(ConfigurationError, match="refused the request"):
        make().complete(ASK, schema=SCHEMA)
    assert len(server.requests) == 1


def test_a_refused_temperature_is_left_out(server: Loopback, make: Make):
    said = "Unsupported value: 'temperature' does not support 0.0 with this model."
    server.replies.append(complaint(said, param="temperature"))
    server.replies += [SAY.answer("Hello."), SAY.answer("Hello.")]
    llm = make(model="house-model")
    llm.complete(ASK, temperature=0.0)
    llm.complete(ASK, temperature=0.0)
    assert ["temperature" in r.body for r in server.requests] == [True, False, False]


def test_tokens_are_counted_the_way_the_server_asks(server: Loopback, make: Make):
    said = (
        "Unsupported parameter: 'max_tokens' is not supported with this model."
        " Use 'max_completion_tokens' instead."
    )
    server.replies += [complaint(said, param="max_tokens"), SAY.answer("Hello.")]
    llm = make(GroqLLM, max_tokens=50)
    llm.complete(ASK)
    assert server.requests[1].body["max_completion_tokens"] == 50


def test_structured_models_are_never_asked_in_words(server: Loopback, make: Make):
    server.replies.append(complaint("Invalid schema for response_format 'answer'"))
    llm = make(OpenAIStructuredLLM)
    with pytest.raises(ConfigurationError, match="Invalid schema"):
        llm.complete(ASK, schema={"type": "object"})
    assert server.requests[0].body["response_format"]["json_schema"]["strict"] is True


def test_bad_json_of_a_groq_model_is_an_output_error(server: Loopback, make: Make):
    said = complaint("Failed to generate JSON.", code="json_validate_failed")
    server.replies.append(said)
    llm = make(GroqLLM)
    with pytest.raises(LLMOutputError):
        llm.complete(ASK, schema=SCHEMA)
    assert llm.supports_schema


@pytest.mark.parametrize(
    "said",
    [
        complaint("The response was filtered.", code="content_filter"),
        complaint("triggering Azure OpenAI's content management policy"),
    ],
)
def test_a_filtered_request_is_a_refusal(server: Loopback, make: Make, said: Reply):
    server.replies.append(said)
    with pytest.raises(LLMRefusalError):
        make().complete(ASK)


def test_a_refusal_of_the_model_is_a_refusal(server: Loopback, make: Make):
    reply = SAY.answer("")
    reply.body["choices"][0]["message"]["refusal"] = "I can't help with that."
    server.replies.append(reply)
    with pytest.raises(LLMRefusalError):
        make().complete(ASK)


def test_reasoning_models_get_no_sampling_parameters(server: Loopback, make: Make):
    server.replies.append(SAY.answer("Hello."))
    llm = make(top_p=0.5, max_tokens=90, reasoning_effort="low")
    llm.complete(ASK, temperature=0.0)
    body = server.requests[0].body
    assert body["max_completion_tokens"] == 90
    assert body["reasoning_effort"] == "low"
    assert not {"temperature", "top_p", "max_tokens"} & set(body)


def test_other_models_get_the_call_s_parameters_first(server: Loopback, make: Make):
    server.replies.append(SAY.answer("Hello."))
    llm = make(model="gpt-4o", temperature=0.9, max_tokens=90)
    llm.complete(ASK, temperature=0.0, max_tokens=10)
    body = server.requests[0].body
    assert (body["temperature"], body["max_completion_tokens"]) == (0.0, 10)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("gpt-5-mini", True),
        ("o3", True),
        ("openai/o4-mini", True),
        ("gpt-5-chat-latest", False),
        ("gpt-4o", False),
        ("omni", False),
    ],
)
def test_reasoning_models_are_known_by_name(model: str, *, expected: bool):
    assert reasons(model) is expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (SCHEMA, True),
        ({**SCHEMA, "required": []}, False),
        ({**SCHEMA, "additionalProperties": True}, False),
        ({"type": "array", "items": {"type": "object"}}, False),
    ],
)
def test_strictness_is_asked_only_of_schemas_that_allow_it(
    schema: dict[str, Any], *, expected: bool
):
    assert is_strict(schema) is expected


def test_an_answer_that_is_not_the_protocol_s_is_an_error(server: Loopback, make: Make):
    server.replies += [Reply("<html>"), Reply({"choices": []})]
    for _ in range(2):
        with pytest.raises(Exception, match="openai") as caught:
            make().complete(ASK)
        assert getattr(caught.value, "status_code", None) == 502
