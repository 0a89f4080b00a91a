"""Amazon Bedrock: the Converse API, one shape for every family of models.

A schema becomes a tool that must be used, for the families that can be forced to;
the others are asked in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from mem0.llms.chat import (
    ChatAnswer,
    ChatConfig,
    ChatModel,
    ChatRequest,
    Finish,
    ToolCall,
    in_words,
)
from mem0.llms.turns import Image, Turn, split
from mem0.providers.aws import (
    KEY_HINT,
    AWSOptions,
    bedrock_client,
    calling_aws,
    secrets,
)

FORCED = re.compile(r"anthropic\.claude|mistral\.mistral-large|amazon\.nova")
"""toolChoice `tool`: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html"""
FINISHES: dict[str | None, Finish] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "guardrail_intervened": "refused",
    "content_filtered": "refused",
}
SCHEMA_TOOL = "answer"


class AWSBedrockConfig(AWSOptions, ChatConfig):
    """Options of `aws_bedrock`. Without keys, boto3 looks where it always does."""


class AWSBedrockLLM(ChatModel):
    """A chat model on Bedrock; `model` is its id or that of an inference profile."""

    provider = "aws_bedrock"
    default_model = "anthropic.claude-3-5-sonnet-20240620-v1:0"
    supports_images = True
    config_class: ClassVar[type[AWSBedrockConfig]] = AWSBedrockConfig
    config: AWSBedrockConfig

    def __init__(
        self, config: ChatConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.supports_schema = bool(FORCED.search(self.model))
        self.failures = replace(
            self._failures(*secrets(self.config)), key_hint=KEY_HINT
        )
        self.client = bedrock_client(self.config)

    def ask(self, request: ChatRequest) -> ChatAnswer:
        """One `Converse`."""
        if not self.supports_schema:
            request = in_words(request)
        with calling_aws(self.failures):
            return read_answer(self.client.converse(**self.parameters(request)))

    def parameters(self, request: ChatRequest) -> dict[str, Any]:
        """The body of the request."""
        system, turns = split(request.messages)
        inference = {
            "temperature": request.temperature,
            "maxTokens": request.max_tokens,
            # Claude's newer models take a temperature or a top_p, not both.
            "topP": self.config.top_p if request.temperature is None else None,
        }
        asked: dict[str, Any] = {
            "modelId": self.model,
            "messages": [_message(turn) for turn in turns],
            "inferenceConfig": {k: v for k, v in inference.items() if v is not None},
        }
        if system:
            asked["system"] = [{"text": system}]
        if self.config.top_k:
            asked["additionalModelRequestFields"] = {"top_k": self.config.top_k}
        return asked | self._tools(request)

    def _tools(self, request: ChatRequest) -> dict[str, Any]:
        if request.schema is not None and self.supports_schema:
            tool = _tool({"name": SCHEMA_TOOL, "parameters": dict(request.schema)})
            choice = {"tool": {"name": SCHEMA_TOOL}}
            return {"toolConfig": {"tools": [tool], "toolChoice": choice}}
        if not request.tools or request.tool_choice == "none":
            return {}
        tools = [_tool(tool["function"]) for tool in request.tools]
        choice = {"any" if request.tool_choice == "required" else "auto": {}}
        return {"toolConfig": {"tools": tools, "toolChoice": choice}}


def _tool(function: Mapping[str, Any]) -> dict[str, Any]:
    name = function["name"]
    spec = {
        "name": name,
        "description": function.get("description") or name,
        "inputSchema": {"json": function.get("parameters", {"type": "object"})},
    }
    return {"toolSpec": spec}


def _message(turn: Turn) -> dict[str, Any]:
    return {"role": turn.role, "content": [_block(part) for part in turn.parts]}


def _block(part: str | Image) -> dict[str, Any]:
    if isinstance(part, str):
        return {"text": part}
    kind = part.media_type.removeprefix("image/").replace("jpg", "jpeg")
    return {"image": {"format": kind, "source": {"bytes": part.data}}}


def read_answer(response: Mapping[str, Any]) -> ChatAnswer:
    """Text blocks joined; the input of the schema's tool is the text when it was used."""
    blocks = response.get("output", {}).get("message", {}).get("content", [])
    text = "".join(block.get("text", "") for block in blocks)
    used = [block["toolUse"] for block in blocks if "toolUse" in block]
    for call in used:
        if call["name"] == SCHEMA_TOOL:
            text = json.dumps(call["input"], ensure_ascii=False)
    usage = response.get("usage", {})
    return ChatAnswer(
        text=text,
        model="",
        finish=FINISHES.get(response.get("stopReason"), "stop"),
        usage={
            "prompt_tokens": usage.get("inputTokens", 0),
            "completion_tokens": usage.get("outputTokens", 0),
        },
        tool_calls=tuple(
            ToolCall(call["name"], call["input"])
            for call in used
            if call["name"] != SCHEMA_TOOL
        ),
    )
