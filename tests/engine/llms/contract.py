"""What every chat adapter must do, driven through its official client."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, ClassVar, cast

import pytest

from mem0.exceptions import (
    ConfigurationError,
    LLMError,
    LLMOutputError,
    LLMRefusalError,
)
from mem0.llms.base import LLM
from mem0.utils.factory import LlmFactory
from tests.engine.llms.servers.dialects import Dialect
from tests.engine.llms.servers.loopback import Loopback, Reply

KEY = "secret-key-value"
ASK = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


def closed_port() -> str:
    """A loopback address where nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"


class ChatContract:
    """A test file names the provider, its dialect and how it is configured."""

    provider: ClassVar[str]
    dialect: ClassVar[Dialect]
    url_suffix: ClassVar[str] = ""
    filters_answers: ClassVar[bool] = True
    takes_key: ClassVar[bool] = True
    honours_retry_after: ClassVar[bool] = True

    def options(self, url: str) -> dict[str, Any]:
        """The provider's options for a server at this URL."""
        return {"api_key": KEY, "base_url": url + self.url_suffix}

    @pytest.fixture(autouse=True)
    def closing(self) -> Iterator[None]:
        with ExitStack() as self.closes:
            yield

    def make(self, url: str, **options: Any) -> LLM:
        """The adapter, from the factory; closed when the test ends."""
        return self.closed(
            LlmFactory.create(self.provider, {**self.options(url), **options})
        )

    def closed(self, llm: Any) -> LLM:
        """The same adapter, closed when the test ends."""
        self.closes.callback(llm.close)
        return cast("LLM", llm)

    @pytest.fixture
    def server(self) -> Iterator[Loopback]:
        with Loopback() as server:
            yield server

    @pytest.fixture
    def llm(self, server: Loopback) -> LLM:
        return self.make(server.url)

    def test_it_answers_and_counts_tokens(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.answer("Hello."))
        completion = llm.complete(ASK)
        assert completion.text == "Hello."
        assert completion.model == self.named(llm)
        assert completion.usage == {"prompt_tokens": 5, "completion_tokens": 7}
        (request,) = server.requests
        assert request.path == self.dialect.path
        if self.takes_key:
            assert KEY in request.headers[self.dialect.key_header]

    def named(self, llm: LLM) -> str:
        return "served"

    def test_it_carries_every_script(self, server: Loopback, llm: LLM):
        said = "Ana vive no Porto — 東京 🎈 שלום"
        server.replies.append(self.dialect.answer(said))
        assert llm.complete([{"role": "user", "content": said}]).text == said
        sent = json.dumps(self.dialect.messages(server.requests[0]), ensure_ascii=False)
        assert said in sent

    def test_it_asks_for_the_schema(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.structured({"city": "Porto"}))
        completion = llm.complete(ASK, schema=SCHEMA)
        assert json.loads(completion.text) == {"city": "Porto"}
        assert self.dialect.schema(server.requests[0]) == SCHEMA

    def test_an_empty_answer_is_an_error(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.answer(""))
        with pytest.raises(LLMOutputError, match="answered nothing"):
            llm.complete(ASK)

    def test_a_truncated_answer_is_an_error(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.answer('{"city": "Po', "length"))
        with pytest.raises(LLMOutputError, match="token limit"):
            llm.complete(ASK, schema=SCHEMA)

    def test_a_filtered_answer_is_a_refusal(self, server: Loopback, llm: LLM):
        if not self.filters_answers:
            pytest.skip("the protocol has no content filter")
        server.replies.append(self.dialect.answer("", "filtered"))
        with pytest.raises(LLMRefusalError) as caught:
            llm.complete(ASK)
        assert not caught.value.retryable

    def test_a_rate_limit_says_how_long_to_wait(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.failure(429, {"retry-after": "7"}))
        with pytest.raises(LLMError) as caught:
            llm.complete(ASK)
        assert caught.value.retryable
        assert caught.value.details["status"] == 429
        if self.honours_retry_after:
            assert caught.value.details["retry_after"] == 7
        assert len(server.requests) == 1

    def test_a_server_error_may_be_tried_again(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.failure(500))
        with pytest.raises(LLMError) as caught:
            llm.complete(ASK)
        assert caught.value.retryable
        assert len(server.requests) == 1

    def test_a_silent_server_times_out(self, server: Loopback):
        server.responder = lambda _: Reply(hang=True)
        llm = self.make(server.url, timeout=0.2)
        with pytest.raises(LLMError) as caught:
            llm.complete(ASK)
        assert caught.value.retryable

    def test_a_closed_port_may_be_tried_again(self):
        with pytest.raises(LLMError) as caught:
            self.make(closed_port()).complete(ASK)
        assert caught.value.retryable

    def test_a_refused_key_says_what_to_set(self, server: Loopback, llm: LLM):
        server.replies.append(self.dialect.failure(401))
        with pytest.raises(ConfigurationError, match="refused the API key: ") as caught:
            llm.complete(ASK)
        assert not caught.value.retryable
        assert KEY not in str(caught.value)

    def test_a_refused_request_does_not_repeat_the_key(
        self, server: Loopback, llm: LLM
    ):
        server.replies.append(self.dialect.failure(400))
        with pytest.raises(ConfigurationError) as caught:
            llm.complete(ASK)
        assert KEY not in str(caught.value)

    def test_an_unknown_model_is_a_configuration_error(
        self, server: Loopback, llm: LLM
    ):
        server.replies.append(self.dialect.failure(404))
        with pytest.raises(ConfigurationError, match="check the options model"):
            llm.complete(ASK)

    def test_the_key_is_in_no_representation(self, server: Loopback, llm: LLM):
        assert KEY not in f"{llm!r} {vars(llm).get('config')!r}"

    def test_an_unknown_option_is_named(self, server: Loopback):
        with pytest.raises(ConfigurationError, match='Did you mean "temperature"'):
            self.make(server.url, temprature=1)
