"""An embeddings object of LangChain, which the program made and configured itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from langchain_core.embeddings import Embeddings
from pydantic import Field

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.exceptions import ConfigurationError
from mem0.providers.calls import calling

PROBE = "dimensions"


class LangchainEmbedderConfig(EmbedderConfig):
    """Options of `langchain`. `model` is the object; it has its own options."""

    model: Any = Field(default=None, repr=False)


class LangchainEmbedder(EmbeddingAdapter):
    """Any LangChain embeddings. Without `embedding_dims`, one word is embedded to see."""

    provider = "langchain"
    config_class: ClassVar[type[LangchainEmbedderConfig]] = LangchainEmbedderConfig
    config: LangchainEmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        self.config = self.config_class.read(config, **options)
        if not isinstance(self.config.model, Embeddings):
            msg = "langchain needs the option model: a LangChain embeddings object."
            raise ConfigurationError(msg)
        self.embeddings = self.config.model
        named = getattr(self.embeddings, "model", None)
        self.model = named if isinstance(named, str) else type(self.embeddings).__name__
        self.failures = self._failures()
        self.dimensions = self.config.embedding_dims or len(self.embed_query(PROBE))
        self.name = f"{self.provider}/{self.model}/{self.dimensions}"

    def embed_query(self, text: str) -> list[float]:
        """The vector of a search."""
        with calling(self.failures):
            return list(self.embeddings.embed_query(text))

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """LangChain embeds searches one by one and documents together."""
        if query:
            return [self.embed_query(text) for text in texts]
        with calling(self.failures):
            return [list(v) for v in self.embeddings.embed_documents(list(texts))]
