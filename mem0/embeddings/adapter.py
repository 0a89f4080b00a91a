"""The base of the embedding adapters: options, names and failures.

`Embedder` is what the engine asks for; this adds what every adapter of a provider
needs, so a leaf states its model and writes `embed_many`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from mem0.embeddings.base import Embedder
from mem0.exceptions import ConfigurationError, EmbeddingError
from mem0.providers.adapter import Adapter, ModelOptions


class EmbedderConfig(ModelOptions):
    """What every embedding adapter takes."""

    embedding_dims: int | None = Field(default=None, ge=1)
    """Length of the vectors; needed for a model that is not known here."""


class EmbeddingAdapter(Adapter, Embedder):
    """An adapter of one provider. `known` has the dimensions of its models."""

    failing = EmbeddingError
    known: ClassVar[Mapping[str, int]] = {}
    config_class: ClassVar[type[EmbedderConfig]] = EmbedderConfig
    config: EmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        self.config = self.config_class.read(config, **options)
        self.model = self.config.model or self.default_model
        self.failures = self._failures()
        self.dimensions = self._dimensions()
        self.name = f"{self.provider}/{self.model}/{self.dimensions}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def embed_one(self, text: str, memory_action: str | None = None) -> list[float]:
        """The vector of one text; `memory_action` is add, update or search."""
        return self.embed([text], query=memory_action == "search")[0]

    def _dimensions(self) -> int:
        found = self.config.embedding_dims or self.known.get(self.model)
        if found is None:
            msg = (
                f"The dimensions of {self.model} are not known here:"
                f" give the option embedding_dims to the {self.provider} embedder."
            )
            raise ConfigurationError(msg)
        return found
