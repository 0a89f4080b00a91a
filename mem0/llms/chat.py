"""The base of every chat adapter: one abstract method, everything else shared.

An adapter turns a `ChatRequest` into a `ChatAnswer`. The base fills in the options,
asks for the schema in words when the provider cannot enforce it, and turns empty,
truncated and refused answers into errors, so no adapter can forget to.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from pydantic import Field

from mem0.exceptions import LLMError, LLMOutputError
from mem0.llms.base import Completion
from mem0.providers.adapter import Adapter, ModelOptions

Messages = Sequence[Mapping[str, Any]]
Finish = Literal["stop", "length", "refused"]


class ChatConfig(ModelOptions):
    """What every chat adapter takes. An option left out is left to the provider."""

    temperature: float | None = Field(default=None, ge=0, le=2)
    max_tokens: int | None = Field(default=None, ge=1)
    top_p: float | None = Field(default=None, gt=0, le=1)
    top_k: int | None = Field(default=None, ge=1)
    enable_vision: bool | None = None
    """Whether the model reads images; by default what the provider's models can."""


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One call, its options filled in. Messages are in OpenAI's shape."""

    messages: Messages
    schema: Mapping[str, Any] | None = None
    json_only: bool = False
    temperature: float | None = None
    max_tokens: int | None = None
    tools: Sequence[Mapping[str, Any]] | None = None
    tool_choice: str = "auto"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function the model wants called."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """What the provider answered, before it is judged."""

    text: str
    model: str
    finish: Finish = "stop"
    usage: Mapping[str, int] = field(default_factory=dict)
    tool_calls: tuple[ToolCall, ...] = ()


class ChatModel(Adapter, ABC):
    """An adapter of one provider; implements the `LLM` protocol."""

    failing = LLMError
    config_class: ClassVar[type[ChatConfig]] = ChatConfig
    supports_schema: bool = False
    supports_images: bool = False
    config: ChatConfig

    def __init__(
        self, config: ChatConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        self.config = self.config_class.read(config, **options)
        self.model = self.config.model or self.default_model
        if self.config.enable_vision is not None:
            self.supports_images = self.config.enable_vision
        self.failures = self._failures()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.model}>"

    @abstractmethod
    def ask(self, request: ChatRequest) -> ChatAnswer:
        """Send one request. Raises what `mem0.providers.failures` names."""

    def complete(
        self,
        messages: Messages,
        *,
        schema: Mapping[str, Any] | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
    ) -> Completion:
        """Answer the messages; with `schema`, as a JSON object the caller still checks."""
        request = ChatRequest(
            messages,
            schema=schema,
            temperature=self._or_config(temperature, "temperature"),
            max_tokens=self._or_config(max_tokens, "max_tokens"),
        )
        answer = self._judged(self.ask(request))
        return Completion(answer.text, answer.model or self.model, answer.usage)

    def generate_response(
        self,
        messages: Messages,
        response_format: Mapping[str, Any] | None = None,
        tools: Sequence[Mapping[str, Any]] | None = None,
        tool_choice: str = "auto",
    ) -> str | dict[str, Any]:
        """The older call: the text, or with `tools` the text and the calls asked for."""
        request = ChatRequest(
            messages,
            schema=_schema_of(response_format),
            json_only=(response_format or {}).get("type") == "json_object",
            temperature=self.config.temperature,
            max_tokens=self.config.max_tokens,
            tools=tools or None,
            tool_choice=tool_choice,
        )
        answer = self._judged(self.ask(request))
        if not tools:
            return answer.text
        calls = [{"name": c.name, "arguments": c.arguments} for c in answer.tool_calls]
        return {"content": answer.text or None, "tool_calls": calls}

    def _or_config(self, given: Any, option: str) -> Any:
        return getattr(self.config, option) if given is None else given

    def _judged(self, answer: ChatAnswer) -> ChatAnswer:
        if answer.finish == "refused":
            raise self.failures.filtered()
        if answer.finish == "length":
            msg = f"The answer of {self.provider} was cut off at its token limit."
            hint = "Raise max_tokens, or send less text."
            raise LLMOutputError(msg, suggestion=hint, details={"finish": "length"})
        if not answer.text.strip() and not answer.tool_calls:
            msg = f"{self.provider} answered nothing."
            raise LLMOutputError(msg, suggestion="Try again, or use another model.")
        return answer


def in_words(request: ChatRequest) -> ChatRequest:
    """The request with its schema spelled out, for a provider that takes no schema."""
    if request.schema is None:
        return request
    asked = json.dumps(request.schema, ensure_ascii=False)
    wish = f"Answer with one JSON object of this JSON Schema and nothing else:\n{asked}"
    words = {"role": "system", "content": wish}
    return replace(request, messages=[words, *request.messages])


def _schema_of(response_format: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if not response_format or response_format.get("type") != "json_schema":
        return None
    schema: Mapping[str, Any] = response_format["json_schema"]["schema"]
    return schema
