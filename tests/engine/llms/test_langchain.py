"""LangChain's own objects, as they come from `langchain-core`."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from mem0.exceptions import (
    ConfigurationError,
    LLMError,
    LLMOutputError,
    LLMRefusalError,
)
from mem0.utils.factory import EmbedderFactory, LlmFactory
from tests.engine.llms.contract import ASK, SCHEMA

if importlib.util.find_spec("langchain_core") is None:
    pytest.skip("needs langchain-core", allow_module_level=True)

from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult


class House(BaseChatModel):
    """A chat model of a program's own, as LangChain wants one written."""

    reply: AIMessage
    failure: Exception | None = None
    heard: list[Any] = []
    model_config = {"arbitrary_types_allowed": True}

    @property
    def _llm_type(self) -> str:
        return "house"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.heard.append((messages, kwargs))
        if self.failure:
            raise self.failure
        return ChatResult(generations=[ChatGeneration(message=self.reply)])


class BusyError(Exception):
    """What a vendor's package raises when it is told to wait."""

    status_code = 429


def make(text: str = "Hello.", reason: str = "stop", **more: Any) -> tuple[Any, House]:
    usage = {"input_tokens": 5, "output_tokens": 7, "total_tokens": 12}
    told = {"finish_reason": reason, "model_name": "served"}
    reply = AIMessage(text, response_metadata=told, usage_metadata=usage)
    house = House(reply=reply, heard=[], **more)
    return LlmFactory.create("langchain", {"model": house}), house


def test_it_answers_and_counts_tokens():
    llm, house = make("Olá 東京")
    completion = llm.complete(ASK, temperature=0.0, max_tokens=9)
    assert (completion.text, completion.model) == ("Olá 東京", "served")
    assert completion.usage == {"prompt_tokens": 5, "completion_tokens": 7}
    messages, options = house.heard[0]
    assert [message.type for message in messages] == ["system", "human"]
    assert options == {"temperature": 0.0, "max_tokens": 9}


def test_a_schema_is_asked_for_in_words():
    llm, house = make('{"city": "Porto"}')
    llm.complete(ASK, schema=SCHEMA)
    assert '"city"' in house.heard[0][0][0].content
    assert not llm.supports_schema


@pytest.mark.parametrize(
    ("text", "reason", "expected"),
    [
        ("", "stop", LLMOutputError),
        ("{", "length", LLMOutputError),
        ("", "content_filter", LLMRefusalError),
    ],
)
def test_an_answer_that_cannot_be_used_is_an_error(
    text: str, reason: str, expected: type[Exception]
):
    llm, _ = make(text, reason)
    with pytest.raises(expected):
        llm.complete(ASK)


@pytest.mark.parametrize(
    "failure", [BusyError("slow"), TimeoutError(), RuntimeError("x")]
)
def test_whatever_it_raises_is_a_named_error(failure: Exception):
    llm, _ = make(failure=failure)
    with pytest.raises(LLMError) as caught:
        llm.complete(ASK)
    assert caught.value.retryable


def test_a_model_that_is_not_langchain_s_is_refused():
    with pytest.raises(ConfigurationError, match="LangChain chat model object"):
        LlmFactory.create("langchain", {"model": "gpt-4"})


def test_embeddings_are_embedded():
    embedder: Any = EmbedderFactory.create(
        "langchain", {"model": DeterministicFakeEmbedding(size=5)}
    )
    found = embedder.embed(["a", "b", "a"])
    assert embedder.dimensions == 5
    assert found[0] == found[2] != found[1]
    assert embedder.embed(["a"], query=True) == [found[0]]


def test_embeddings_that_are_not_langchain_s_are_refused():
    with pytest.raises(ConfigurationError, match="LangChain embeddings object"):
        EmbedderFactory.create("langchain", {"model": object()})
