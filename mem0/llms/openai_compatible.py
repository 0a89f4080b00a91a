"""The family of providers that speak OpenAI's chat completions.

A leaf states its URL, its key and its model. What servers disagree on (structured
output, sampling parameters) is negotiated: a 400 that complains about a parameter
is believed, the request is sent again without it, and the lesson is remembered.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import openai

from mem0.exceptions import LLMOutputError
from mem0.llms.chat import (
    ChatAnswer,
    ChatConfig,
    ChatModel,
    ChatRequest,
    Finish,
    ToolCall,
    in_words,
)
from mem0.providers.calls import calling, spoken
from mem0.providers.failures import Failures
from mem0.providers.openai_family import OpenAIFamily, OpenAIOptions

FINISHES: dict[str | None, Finish] = {"length": "length", "content_filter": "refused"}
NEGOTIABLE = ("temperature", "top_p", "max_tokens", "max_completion_tokens")


class OpenAICompatibleConfig(OpenAIOptions, ChatConfig):
    """What every member of the family takes."""

    reasoning_effort: str | None = None


class ChatCompletionsLLM(ChatModel):
    """A chat model behind chat completions. A subclass sends the request."""

    config_class: ClassVar[type[OpenAICompatibleConfig]] = OpenAICompatibleConfig
    tokens_parameter: str = "max_tokens"
    supports_schema: bool = True
    supports_json: bool = True
    """Whether the provider can be held to JSON without a schema."""
    config: OpenAICompatibleConfig

    def __init__(
        self, config: ChatConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.dropped: set[str] = set()

    @abstractmethod
    def send(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to a body. Raises what the `openai` package does."""

    def ask(self, request: ChatRequest) -> ChatAnswer:
        """Send, and send again without what a 400 complains about."""
        with calling(self.failures):
            while True:
                asked = self.parameters(request)
                try:
                    return read_answer(self.send(asked), self.failures)
                except openai.BadRequestError as exc:
                    if not self.learn(exc, asked):
                        raise

    def parameters(self, request: ChatRequest) -> dict[str, Any]:
        """The body of the request."""
        if request.schema is not None and not self.supports_schema:
            request = in_words(request)
        asked: dict[str, Any] = {
            "model": self.model,
            "messages": list(request.messages),
            "temperature": request.temperature,
            "top_p": self.config.top_p,
            self.tokens_parameter: request.max_tokens,
            "reasoning_effort": self.config.reasoning_effort,
            "response_format": self.response_format(request),
            "extra_body": self.extra_body(),
        }
        if request.tools:
            asked |= {"tools": list(request.tools), "tool_choice": request.tool_choice}
        return {
            name: value
            for name, value in asked.items()
            if value is not None and name not in self.dropped
        }

    def extra_body(self) -> dict[str, Any] | None:
        """Parameters that only this provider has."""
        return {"top_k": self.config.top_k} if self.config.top_k else None

    def response_format(self, request: ChatRequest) -> dict[str, Any] | None:
        """How the provider is held to the schema, as far as it can be."""
        if request.schema is not None and self.supports_schema:
            return schema_format(request.schema)
        wanted = request.json_only or request.schema is not None
        return {"type": "json_object"} if wanted and self.supports_json else None

    def learn(self, exc: openai.BadRequestError, asked: Mapping[str, Any]) -> bool:
        """Whether the complaint named something that can be left out; remembers it."""
        said = f"{exc.param or ''} {spoken(exc)}".lower()
        if "response_format" in asked and complains_of_format(said):
            strict = asked["response_format"]["type"] == "json_schema"
            self.supports_schema = False
            self.supports_json = strict and self.supports_json
            return True
        return self._learn_parameter(said, asked)

    def _learn_parameter(self, said: str, asked: Mapping[str, Any]) -> bool:
        named = [
            name for name in NEGOTIABLE if f"{name}'" in said or name in said.split()
        ]
        if "max_tokens" in named and "max_completion_tokens" in said:
            self.tokens_parameter = "max_completion_tokens"
            return "max_tokens" in asked
        refused = set(named[:1]) & set(asked)
        if not refused or "support" not in said:
            return False
        self.dropped |= refused
        return True


class OpenAICompatibleLLM(OpenAIFamily, ChatCompletionsLLM):
    """A chat model behind the `openai` package. A leaf states URL, key and model."""

    config: OpenAICompatibleConfig

    def __init__(
        self, config: ChatConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.client = self.make_client()

    def send(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer, as the wire had it."""
        completion: Any = self.client.chat.completions.create(**asked)
        if not isinstance(completion, openai.BaseModel):
            msg = "not a chat completion"
            raise ValueError(msg)
        return completion.model_dump(warnings=False)


def complains_of_format(said: str) -> bool:
    """Whether a 400 is about structured output and not about something else."""
    return any(
        word in said
        for word in ("response_format", "json_schema", "json_object", "json mode")
    )


def schema_format(
    schema: Mapping[str, Any], *, strict: bool | None = None
) -> dict[str, Any]:
    """The `response_format` of a schema; strict when the schema allows it."""
    strict = is_strict(schema) if strict is None else strict
    named = {"name": "answer", "schema": dict(schema), "strict": strict}
    return {"type": "json_schema", "json_schema": named}


def is_strict(schema: Any) -> bool:
    """Whether every object is closed and requires all its properties, as strict asks."""
    if isinstance(schema, list):
        return all(is_strict(item) for item in schema)
    if not isinstance(schema, Mapping):
        return True
    if schema.get("type") == "object":
        closed = schema.get("additionalProperties") is False
        whole = set(schema.get("required", ())) == set(schema.get("properties", {}))
        if not (closed and whole):
            return False
    return all(is_strict(value) for value in schema.values())


def read_answer(response: Mapping[str, Any], failures: Failures) -> ChatAnswer:
    """A chat completion as an answer. Servers differ, so every field may be missing."""
    choices = response.get("choices") or []
    if not choices:
        msg = f"{failures.provider} answered without a choice."
        raise failures.error(msg)
    message = choices[0].get("message") or {}
    finish = FINISHES.get(choices[0].get("finish_reason"), "stop")
    if message.get("refusal"):
        finish = "refused"
    usage = response.get("usage") or {}
    counted = ("prompt_tokens", "completion_tokens")
    return ChatAnswer(
        text=message.get("content") or "",
        model=response.get("model") or failures.model,
        finish=finish,
        usage={name: usage[name] for name in counted if usage.get(name) is not None},
        tool_calls=tuple(_tool_call(call) for call in message.get("tool_calls") or ()),
    )


def _tool_call(call: Mapping[str, Any]) -> ToolCall:
    function = call["function"]
    try:
        arguments = json.loads(function.get("arguments") or "{}")
    except ValueError:
        msg = f"The arguments of the call to {function['name']} are not JSON."
        raise LLMOutputError(msg) from None
    return ToolCall(function["name"], arguments)
