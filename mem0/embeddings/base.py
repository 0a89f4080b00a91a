"""What the engine asks of an embedding model."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from mem0.exceptions import EmbeddingError

MIN_NORM = 1e-6
"""A vector shorter than this has no direction, and a cosine with it is NaN."""


class Embedder(ABC):
    """Turns texts into vectors of one length. An adapter writes `embed_many`.

    `name` identifies the vector space (provider, model and dimensions): vectors
    of two names are never compared.
    """

    name: str
    dimensions: int
    batch_size: ClassVar[int] = 128

    @abstractmethod
    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """Vectors of at most `batch_size` texts; `query` marks a search."""

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float]]:
        """Vectors of any number of texts, checked. Raises `EmbeddingError`."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), self.batch_size):
            vectors += self.embed_many(
                texts[start : start + self.batch_size], query=query
            )
        if len(vectors) != len(texts):
            msg = f"{self.name} answered {len(vectors)} vectors for {len(texts)} texts."
            raise EmbeddingError(msg)
        for vector in vectors:
            self._check(vector)
        return vectors

    def _check(self, vector: Sequence[float]) -> None:
        if len(vector) != self.dimensions:
            msg = (
                f"{self.name} answered a vector of {len(vector)} dimensions, "
                f"{self.dimensions} were expected."
            )
            raise EmbeddingError(msg)
        if not math.isfinite(sum(vector)):
            msg = f"{self.name} answered a vector with NaN or infinity."
            raise EmbeddingError(msg)
