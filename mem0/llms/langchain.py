"""A chat model object of LangChain, which the program made and configured itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, convert_to_messages
from pydantic import Field

from mem0.exceptions import ConfigurationError
from mem0.llms.chat import (
    ChatAnswer,
    ChatConfig,
    ChatModel,
    ChatRequest,
    Finish,
    ToolCall,
    in_words,
)
from mem0.providers.calls import calling

FINISHES: dict[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "MAX_TOKENS": "length",
    "content_filter": "refused",
    "refusal": "refused",
    "SAFETY": "refused",
}


class LangchainConfig(ChatConfig):
    """Options of `langchain`. `model` is the object; it has its own options."""

    model: Any = Field(default=None, repr=False)


class LangchainLLM(ChatModel):
    """Any LangChain chat model. A schema is asked for in words."""

    provider = "langchain"
    default_model = ""
    config_class: ClassVar[type[LangchainConfig]] = LangchainConfig
    config: LangchainConfig

    def __init__(
        self, config: ChatConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        chat = self.config.model
        if not isinstance(chat, BaseChatModel):
            msg = "langchain needs the option model: a LangChain chat model object."
            raise ConfigurationError(msg)
        self.chat = chat
        named = getattr(chat, "model_name", None) or getattr(chat, "model", None)
        self.model = named if isinstance(named, str) else type(chat).__name__
        self.failures = self._failures()

    def ask(self, request: ChatRequest) -> ChatAnswer:
        """One `invoke`. Only parameters that were given are passed on."""
        request = in_words(request)
        given = {"temperature": request.temperature, "max_tokens": request.max_tokens}
        options: dict[str, Any] = {k: v for k, v in given.items() if v is not None}
        messages = convert_to_messages([dict(message) for message in request.messages])
        with calling(self.failures):
            if request.tools:
                bound = self.chat.bind_tools(
                    [dict(tool) for tool in request.tools],
                    tool_choice=request.tool_choice,
                )
                return read_answer(bound.invoke(messages, **options))
            return read_answer(self.chat.invoke(messages, **options))


def read_answer(message: AIMessage) -> ChatAnswer:
    """The text of the message, and why it ended as its vendor's package says it."""
    told = message.response_metadata
    reason = str(told.get("finish_reason") or told.get("stop_reason") or "")
    usage = message.usage_metadata
    return ChatAnswer(
        text=str(message.text),
        model=str(told.get("model_name") or ""),
        finish=FINISHES.get(reason, "stop"),
        usage={
            "prompt_tokens": usage["input_tokens"] if usage else 0,
            "completion_tokens": usage["output_tokens"] if usage else 0,
        },
        tool_calls=tuple(
            ToolCall(call["name"], call["args"]) for call in message.tool_calls
        ),
    )
