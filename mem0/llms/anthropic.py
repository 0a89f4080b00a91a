"""Anthropic's messages API: the system text apart, a schema as a tool that must be used.

A forced tool works with every model of the family, and its input is an object of the
schema. Sampling parameters are taken one at a time, and by newer models not at all.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, ClassVar

import anthropic
from pydantic import Field

from mem0.llms.chat import (
    ChatAnswer,
    ChatConfig,
    ChatModel,
    ChatRequest,
    Finish,
    ToolCall,
)
from mem0.llms.turns import Image, Turn, split
from mem0.providers.calls import calling, spoken
from mem0.providers.options import (
    base_url,
    from_environment,
)

FINISHES: dict[str | None, Finish] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refused",
}
SCHEMA_TOOL = "answer"
DEFAULT_MAX_TOKENS = 8192
"""The API insists on a number; every current model can write this many."""


class AnthropicConfig(ChatConfig):
    """Options of `anthropic`."""

    base_url: str | None = base_url("anthropic_base_url")
    default_headers: dict[str, str] | None = Field(default=None, repr=False)


class AnthropicLLM(ChatModel):
    """Claude, through the `anthropic` package."""

    provider = "anthropic"
    default_model = "claude-sonnet-4-6"
    key_variables = ("ANTHROPIC_API_KEY",)
    supports_schema = True
    supports_images = True
    config_class: ClassVar[type[AnthropicConfig]] = AnthropicConfig
    config: AnthropicConfig

    def __init__(
        self, config: ChatConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.dropped: set[str] = set()
        self.client = anthropic.Anthropic(
            api_key=self._needed_key(),
            base_url=self.config.base_url or from_environment(("ANTHROPIC_BASE_URL",)),
            timeout=self.config.timeout,
            max_retries=0,
            default_headers=self.config.default_headers,
        )

    def ask(self, request: ChatRequest) -> ChatAnswer:
        """Send; once more without the sampling parameters if the model takes none."""
        with calling(self.failures):
            asked = self.parameters(request)
            try:
                message = self.client.messages.create(**asked)
            except anthropic.BadRequestError as exc:
                if not self._learn(spoken(exc), asked):
                    raise
                message = self.client.messages.create(**self.parameters(request))
            return read_answer(message.model_dump(warnings=False))

    def parameters(self, request: ChatRequest) -> dict[str, Any]:
        """The body of the request."""
        system, turns = split(request.messages)
        asked: dict[str, Any] = {
            "model": self.model,
            "max_tokens": request.max_tokens or DEFAULT_MAX_TOKENS,
            "messages": [_message(turn) for turn in turns],
            # The package no longer names these, but older models take them.
            "extra_body": self._sampling(request),
        }
        if system:
            asked["system"] = system
        return asked | _tools(request)

    def _sampling(self, request: ChatRequest) -> dict[str, float]:
        asked: dict[str, float | None] = {"top_k": self.config.top_k}
        if request.temperature is None or "temperature" in self.dropped:
            asked["top_p"] = self.config.top_p
        else:
            asked["temperature"] = min(request.temperature, 1.0)
        return {
            name: value
            for name, value in asked.items()
            if value is not None and name not in self.dropped
        }

    def _learn(self, said: str, asked: Mapping[str, Any]) -> bool:
        refused = {name for name in asked["extra_body"] if name in said}
        self.dropped |= refused
        return bool(refused)


def _tools(request: ChatRequest) -> dict[str, Any]:
    if request.schema is not None:
        tool = {"name": SCHEMA_TOOL, "input_schema": dict(request.schema)}
        choice = {"type": "tool", "name": SCHEMA_TOOL}
        return {"tools": [tool], "tool_choice": choice}
    if not request.tools:
        return {}
    tools = [
        {
            "name": tool["function"]["name"],
            "description": tool["function"].get("description", ""),
            "input_schema": tool["function"].get("parameters", {"type": "object"}),
        }
        for tool in request.tools
    ]
    kinds = {"required": "any", "none": "none"}
    return {
        "tools": tools,
        "tool_choice": {"type": kinds.get(request.tool_choice, "auto")},
    }


def _message(turn: Turn) -> dict[str, Any]:
    return {"role": turn.role, "content": [_block(part) for part in turn.parts]}


def _block(part: str | Image) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    data = base64.b64encode(part.data).decode()
    source = {"type": "base64", "media_type": part.media_type, "data": data}
    return {"type": "image", "source": source}


def read_answer(message: Mapping[str, Any]) -> ChatAnswer:
    """Text blocks joined; the input of the schema's tool is the text when it was used."""
    blocks = message.get("content") or []
    text = "".join(block["text"] for block in blocks if block["type"] == "text")
    used = [block for block in blocks if block["type"] == "tool_use"]
    for block in used:
        if block["name"] == SCHEMA_TOOL:
            text = json.dumps(block["input"], ensure_ascii=False)
    usage = message.get("usage") or {}
    return ChatAnswer(
        text=text,
        model=message.get("model") or "",
        finish=FINISHES.get(message.get("stop_reason"), "stop"),
        usage={
            "prompt_tokens": usage.get("input_tokens") or 0,
            "completion_tokens": usage.get("output_tokens") or 0,
        },
        tool_calls=tuple(
            ToolCall(block["name"], block["input"])
            for block in used
            if block["name"] != SCHEMA_TOOL
        ),
    )
