"""Exact cosine for stores that keep vectors but cannot compare them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mem0.vector_stores.base import clamp


class Ranking:
    """The `limit` names whose vectors are nearest to a query, offered in chunks."""

    def __init__(self, query: Sequence[float], limit: int) -> None:
        self._query = unit(np.asarray([query], dtype=np.float32))[0]
        self._limit = limit
        self._best: list[tuple[float, str]] = []

    def offer(self, names: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Consider rows of vectors, of any length above zero."""
        cosines = unit(vectors) @ self._query
        scored = zip((float(cosine) for cosine in cosines), names, strict=True)
        self._best = sorted([*self._best, *scored], key=lambda pair: -pair[0])[
            : self._limit
        ]

    def best(self) -> list[tuple[str, float]]:
        """(name, score) of the nearest, best first."""
        return [(name, clamp(cosine)) for cosine, name in self._best]


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length 1."""
    scaled: NDArray[np.float32] = vectors / np.linalg.norm(
        vectors, axis=1, keepdims=True
    )
    return scaled
