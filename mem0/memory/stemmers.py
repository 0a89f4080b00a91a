"""Snowball's stemmers, one for each thread, since they keep the word they work on.

In C where PyStemmer is installed, forty times as fast; the same stems in Python otherwise.
"""

from __future__ import annotations

import threading
from typing import Any

import snowballstemmer


class _Own(threading.local):
    def __init__(self) -> None:
        self.stemmers: dict[str, Any] = {}


_own = _Own()


def stemmer(algorithm: str) -> Any:
    """The calling thread's stemmer (`stemWord(word)`) of Snowball's algorithm."""
    found = _own.stemmers.get(algorithm)
    if found is None:
        found = _own.stemmers[algorithm] = snowballstemmer.stemmer(algorithm)
        if hasattr(found, "maxCacheSize"):  # PyStemmer's, slower than without
            found.maxCacheSize = 0
    return found
