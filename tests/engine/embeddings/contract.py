"""What every embedding adapter must do, driven through its official client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

import pytest

from mem0.embeddings.adapter import EmbeddingAdapter
from mem0.exceptions import ConfigurationError, EmbeddingError
from mem0.utils.factory import EmbedderFactory
from tests.engine.llms.contract import KEY, closed_port
from tests.engine.llms.servers.loopback import Loopback, Reply, Request

DIMENSIONS = 4


def vector(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """A vector that tells texts apart."""
    return [float(len(text)), *[1.0] * (dimensions - 1)]


class EmbedderContract:
    """A test file names the provider, its options and what its server answers."""

    provider: ClassVar[str]
    path: ClassVar[str]
    key_header: ClassVar[str | None] = "authorization"
    texts_per_request: ClassVar[int]
    honours_retry_after: ClassVar[bool] = True

    def options(self, url: str) -> dict[str, Any]:
        """The provider's options for a server at this URL."""
        return {"api_key": KEY, "base_url": url}

    def texts(self, request: Request) -> list[str]:
        """The texts of a request."""
        return list(request.body["input"])

    def vectors(self, vectors: Sequence[Sequence[float]]) -> Any:
        """The body of an answer."""
        raise AssertionError(self.provider)

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        """An error, which repeats the key."""
        error = {"message": f"Refused {status} {KEY}", "type": "error"}
        return Reply({"error": error}, status, headers or {})

    def embeds(self, request: Request) -> Reply:
        """The answer to a good request."""
        texts = self.texts(request)
        assert len(texts) <= self.texts_per_request
        return Reply(self.vectors([vector(text) for text in texts]))

    @pytest.fixture
    def server(self) -> Iterator[Loopback]:
        with Loopback(self.embeds) as server:
            yield server

    @pytest.fixture(autouse=True)
    def closing(self) -> Iterator[None]:
        with ExitStack() as self.closes:
            yield

    def make(self, url: str, **options: Any) -> EmbeddingAdapter:
        """The adapter, from the factory; closed when the test ends."""
        given = {"embedding_dims": DIMENSIONS, **self.options(url), **options}
        made = EmbedderFactory.create(self.provider, given)
        assert isinstance(made, EmbeddingAdapter)
        self.closes.callback(made.close)
        return made

    @pytest.fixture
    def embedder(self, server: Loopback) -> EmbeddingAdapter:
        return self.make(server.url)

    def sent(self, server: Loopback) -> list[Request]:
        """The requests that asked for vectors."""
        return [request for request in server.requests if request.path == self.path]

    def test_it_embeds_one_text(self, server: Loopback, embedder: EmbeddingAdapter):
        assert embedder.embed_one("Olá 東京 🎈") == vector("Olá 東京 🎈")
        (request,) = self.sent(server)
        assert self.texts(request) == ["Olá 東京 🎈"]
        if self.key_header:
            assert request.headers[self.key_header]

    def test_it_embeds_more_than_a_batch(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        count = embedder.batch_size + 3
        texts = ["x" * (place + 1) for place in range(count)]
        assert embedder.embed(texts) == [vector(text) for text in texts]
        assert len(self.sent(server)) == -(-count // self.texts_per_request)

    def test_no_text_is_no_request(self, server: Loopback, embedder: EmbeddingAdapter):
        assert embedder.embed([]) == []
        assert self.sent(server) == []

    def test_another_length_is_an_error(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = self.answering([[1.0, 2.0]])
        with pytest.raises(EmbeddingError, match="2 dimensions, 4 were expected"):
            embedder.embed(["a"])

    def test_a_value_that_is_no_number_is_an_error(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = self.answering([[float("nan"), 1.0, 1.0, 1.0]])
        with pytest.raises(EmbeddingError):
            embedder.embed(["a"])

    def test_a_missing_vector_is_an_error(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = self.answering([])
        with pytest.raises(EmbeddingError):
            embedder.embed(["a"])

    def answering(self, vectors: list[list[float]]) -> Any:
        """A server that answers the same to every request for vectors."""

        def responder(request: Request) -> Reply:
            if request.path != self.path:
                return self.embeds(request)
            return Reply(self.vectors(vectors))

        return responder

    def failing(self, reply: Reply) -> Any:
        """A server that fails every request for vectors."""

        def responder(request: Request) -> Reply:
            return reply if request.path == self.path else self.embeds(request)

        return responder

    def test_a_rate_limit_says_how_long_to_wait(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = self.failing(self.failure(429, {"retry-after": "7"}))
        with pytest.raises(EmbeddingError) as caught:
            embedder.embed(["a"])
        assert caught.value.retryable
        if self.honours_retry_after:
            assert caught.value.details["retry_after"] == 7
        assert len(self.sent(server)) == 1

    def test_a_server_error_may_be_tried_again(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = self.failing(self.failure(500))
        with pytest.raises(EmbeddingError) as caught:
            embedder.embed(["a"])
        assert caught.value.retryable
        assert len(self.sent(server)) == 1

    def test_a_refused_key_says_what_to_set(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = self.failing(self.failure(401))
        with pytest.raises(ConfigurationError, match="refused the API key: ") as caught:
            embedder.embed(["a"])
        assert KEY not in str(caught.value)

    def test_a_refused_request_does_not_repeat_the_key(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = self.failing(self.failure(400))
        with pytest.raises(ConfigurationError) as caught:
            embedder.embed(["a"])
        assert KEY not in str(caught.value)

    def test_a_silent_server_times_out(self, server: Loopback):
        server.responder = self.failing(Reply(hang=True))
        with pytest.raises(EmbeddingError) as caught:
            self.make(server.url, timeout=0.2).embed(["a"])
        assert caught.value.retryable

    def test_a_closed_port_may_be_tried_again(self):
        with pytest.raises(EmbeddingError) as caught:
            self.make(closed_port()).embed(["a"])
        assert caught.value.retryable

    def test_the_key_is_in_no_representation(self, embedder: EmbeddingAdapter):
        assert KEY not in f"{embedder!r} {embedder.config!r}"

    def test_its_name_says_the_vector_space(self, embedder: EmbeddingAdapter):
        assert embedder.name == f"{self.provider}/{embedder.model}/{DIMENSIONS}"
        assert embedder.dimensions == DIMENSIONS
