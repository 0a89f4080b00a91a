"""The embedders that speak OpenAI's protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from mem0.embeddings.adapter import EmbeddingAdapter
from mem0.exceptions import ConfigurationError
from mem0.utils.factory import EmbedderFactory
from tests.engine.embeddings.contract import DIMENSIONS, EmbedderContract
from tests.engine.llms.contract import KEY
from tests.engine.llms.servers.loopback import Loopback, Reply, Request


class Compatible(EmbedderContract):
    path = "/v1/embeddings"
    texts_per_request = 128

    def options(self, url: str) -> dict[str, Any]:
        return {"api_key": KEY, "base_url": f"{url}/v1"}

    def vectors(self, vectors: Sequence[Sequence[float]]) -> Any:
        rows = [
            {"object": "embedding", "index": place, "embedding": list(found)}
            for place, found in enumerate(vectors)
        ]
        # Out of order: the index says which is which.
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return {"object": "list", "data": rows[::-1], "model": "m", "usage": usage}


class TestOpenAI(Compatible):
    provider = "openai"

    def test_it_asks_for_shorter_vectors(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        embedder.embed(["a"])
        assert server.requests[0].body["dimensions"] == DIMENSIONS

    def test_its_own_length_is_not_asked_for(self, server: Loopback):
        server.responder = self.answering([[1.0] * 1536])
        self.make(server.url, embedding_dims=1536).embed(["a"])
        assert "dimensions" not in server.requests[0].body


class TestTogether(Compatible):
    provider = "together"


class TestLMStudio(Compatible):
    provider = "lmstudio"

    def options(self, url: str) -> dict[str, Any]:
        return {"api_key": KEY, "lmstudio_base_url": f"{url}/v1"}


class TestAzureOpenAI(Compatible):
    provider = "azure_openai"
    path = "/openai/deployments/embed-one/embeddings"
    key_header = "api-key"

    def options(self, url: str) -> dict[str, Any]:
        return {
            "azure_kwargs": {
                "azure_deployment": "embed-one",
                "azure_endpoint": url,
                "api_version": "2024-10-21",
                "api_key": KEY,
            }
        }


class TestGitHubCopilot(Compatible):
    provider = "github_copilot"
    path = "/api/embeddings"
    lives_until = 10_000.0

    @pytest.fixture(autouse=True)
    def now(self) -> list[float]:
        self.time = [9_000.0]
        return self.time

    def options(self, url: str) -> dict[str, Any]:
        self.api = f"{url}/api"
        return {
            "api_key": KEY,
            "token_url": f"{url}/copilot_internal/v2/token",
            "clock": lambda: self.time[0],
        }

    def embeds(self, request: Request) -> Reply:
        if request.path != "/copilot_internal/v2/token":
            assert request.headers["authorization"].startswith("Bearer bought-")
            assert request.headers["copilot-integration-id"]
            return super().embeds(request)
        assert request.headers["authorization"] == f"token {KEY}"
        bought = {"token": f"bought-{self.time[0]}", "endpoints": {"api": self.api}}
        return Reply({**bought, "expires_at": self.time[0] + 1_500})

    def test_a_token_is_exchanged_again_when_it_ends(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        embedder.embed(["a"])
        embedder.embed(["b"])
        self.time[0] += 1_490
        embedder.embed(["c"])
        assert [r.method for r in server.requests] == [
            *["GET", "POST", "POST"],
            *["GET", "POST"],
        ]
        used = [r.headers["authorization"] for r in self.sent(server)]
        assert used == ["Bearer bought-9000.0"] * 2 + ["Bearer bought-10490.0"]

    def test_an_account_without_copilot_is_told_so(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = lambda _: Reply({"message": "Not Found"}, 403)
        with pytest.raises(ConfigurationError, match="does not let this key use"):
            embedder.embed(["a"])


@pytest.mark.parametrize(
    ("provider", "dimensions"),
    [("openai", 1536), ("together", 1024), ("lmstudio", 768), ("ollama", 768)],
)
def test_the_default_model_s_dimensions_are_known(provider: str, dimensions: int):
    embedder: Any = EmbedderFactory.create(provider, {"api_key": "k"})
    embedder.close()
    assert embedder.dimensions == dimensions


def test_an_unknown_model_needs_its_dimensions():
    with pytest.raises(ConfigurationError, match="give the option embedding_dims"):
        EmbedderFactory.create("openai", {"api_key": "k", "model": "house-model"})
