"""Ollama on one's own machine; it holds a model to a schema, and fetches the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from mem0.llms.chat import (
    ChatAnswer,
    ChatConfig,
    ChatModel,
    ChatRequest,
    ToolCall,
)
from mem0.llms.turns import Image, parts
from mem0.providers.ollama import ollama_client, with_model
from mem0.providers.options import base_url


class OllamaConfig(ChatConfig):
    """Options of `ollama`."""

    base_url: str | None = base_url("ollama_base_url")
    num_ctx: int | None = Field(default=None, ge=1)
    """Tokens of context. The daemon's default is small, and cuts off silently."""


class OllamaLLM(ChatModel):
    """A chat model of the local Ollama daemon, through the `ollama` package."""

    provider = "ollama"
    default_model = "llama3.1:70b"
    supports_schema = True
    config_class: ClassVar[type[OllamaConfig]] = OllamaConfig
    config: OllamaConfig

    def __init__(
        self, config: ChatConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.client = ollama_client(self.config.base_url, self.config.timeout)

    def ask(self, request: ChatRequest) -> ChatAnswer:
        """One `/api/chat`; a model the daemon does not have is pulled first."""
        asked = self.parameters(request)
        response = with_model(
            lambda: self.client.chat(**asked).model_dump(),
            self.model,
            self.config.base_url,
            self.failures,
        )
        return read_answer(response)

    def parameters(self, request: ChatRequest) -> dict[str, Any]:
        """The body of the request."""
        options = {
            "temperature": request.temperature,
            "num_predict": request.max_tokens,
            "top_p": self.config.top_p,
            "top_k": self.config.top_k,
            "num_ctx": self.config.num_ctx,
        }
        return {
            "model": self.model,
            "messages": [_message(message) for message in request.messages],
            "format": request.schema or ("json" if request.json_only else None),
            "tools": request.tools,
            "options": {k: v for k, v in options.items() if v is not None},
        }


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    found = parts(message)
    role = "system" if message["role"] == "developer" else message["role"]
    told = {"role": role, "content": "\n".join(p for p in found if isinstance(p, str))}
    images = [part.data for part in found if isinstance(part, Image)]
    return {**told, "images": images} if images else told


def read_answer(response: Mapping[str, Any]) -> ChatAnswer:
    """The message; its thinking, which comes apart, is left out."""
    message = response.get("message") or {}
    calls = [call["function"] for call in message.get("tool_calls") or ()]
    return ChatAnswer(
        text=message.get("content") or "",
        model=response.get("model") or "",
        finish="length" if response.get("done_reason") == "length" else "stop",
        usage={
            "prompt_tokens": response.get("prompt_eval_count") or 0,
            "completion_tokens": response.get("eval_count") or 0,
        },
        tool_calls=tuple(ToolCall(call["name"], call["arguments"]) for call in calls),
    )
