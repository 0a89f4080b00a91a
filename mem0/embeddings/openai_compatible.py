"""The family of providers that speak OpenAI's embeddings endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import openai
from pydantic import Field

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.providers.calls import calling
from mem0.providers.deadlines import bounded
from mem0.providers.options import (
    base_url,
    from_environment,
    missing_key,
    optional_secret,
)


class OpenAICompatibleEmbedderConfig(EmbedderConfig):
    """What every member of the family takes."""

    base_url: str | None = base_url()
    default_headers: dict[str, str] | None = Field(default=None, repr=False)
    http_client: Any = Field(default=None, repr=False)
    """An `httpx2.Client` to send with instead of one of the adapter's own."""


class OpenAICompatibleEmbedder(EmbeddingAdapter):
    """Embeddings through the `openai` package, whoever answers."""

    config_class: ClassVar[type[OpenAICompatibleEmbedderConfig]] = (
        OpenAICompatibleEmbedderConfig
    )
    url_variables: ClassVar[tuple[str, ...]] = ()
    default_base_url: ClassVar[str | None] = None
    default_key: ClassVar[str | None] = None
    takes_http_client: ClassVar[bool] = True
    config: OpenAICompatibleEmbedderConfig

    def __init__(
        self,
        config: EmbedderConfig | Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(config, **options)
        self.client = self.make_client()

    def make_client(self) -> openai.OpenAI:
        """The client, without retries of its own."""
        config = self.config
        key = optional_secret(config.api_key, self.key_variables) or self.default_key
        key = key or missing_key(self.provider, self.key_variables)
        self.failures = self._failures(key)
        url = config.base_url or from_environment(self.url_variables)
        return openai.OpenAI(
            api_key=key,
            base_url=url or self.default_base_url,
            timeout=config.timeout,
            max_retries=0,
            default_headers=config.default_headers,
            http_client=bounded(config.http_client, config.timeout),
        )

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """One request for all texts; the answers are put in the order asked."""
        asked: dict[str, Any] = {"model": self.model, "input": list(texts)}
        if self.sends_dimensions():
            asked["dimensions"] = self.dimensions
        with calling(self.failures):
            response = self.client.embeddings.create(encoding_format="float", **asked)
        rows = sorted(response.data or [], key=lambda row: row.index)
        return [row.embedding for row in rows]

    def sends_dimensions(self) -> bool:
        """Whether the model can shorten its vectors, and was asked to."""
        return False
