"""Vectors as PostgreSQL's extension reads and writes them: as text.

`halfvec` is `[x,y,…]`, `sparsevec` is `{index:value,…}/dimensions` with ascending
indices. Four significant digits are what a half-precision float holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mem0.memory.lexical import SPARSE_DIMENSIONS


def halfvec(vector: Sequence[float]) -> str:
    """The text of a dense vector."""
    return f"[{','.join([f'{value:.4g}' for value in vector])}]"


def from_halfvec(text: str) -> list[float]:
    """The vector of a text."""
    values: list[float] = np.fromstring(text[1:-1], np.float32, sep=",").tolist()
    return values


def sparsevec(weights: Mapping[int, float]) -> str:
    """The text of a sparse vector; zeros are left out."""
    pairs = ",".join(
        [f"{i}:{weights[i]:.5g}" for i in sorted(weights) if weights[i] != 0]
    )
    return f"{{{pairs}}}/{SPARSE_DIMENSIONS}"


def from_sparsevec(text: str) -> dict[int, float]:
    """The weights of a text."""
    inside = text[1 : text.index("}")]
    if not inside:
        return {}
    pairs = (pair.partition(":") for pair in inside.split(","))
    return {int(index): float(value) for index, _, value in pairs}
