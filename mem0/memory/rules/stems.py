"""Stems of words, so that rules and word lists meet whatever the inflection."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import snowballstemmer

ALGORITHMS = {
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "de": "german",
    "pt": "portuguese",
    "it": "italian",
    "nl": "dutch",
    "ru": "russian",
}
MAX_WORD = 64
"""Longer words are not words; stemming them would cost more than it tells."""


class _Stemmers(threading.local):
    """A stemmer holds the word it works on, so each thread has its own."""

    def __init__(self) -> None:
        self.by_language: dict[str, Any] = {}

    def get(self, language: str) -> Any:
        name = ALGORITHMS.get(language, "english")
        if name not in self.by_language:
            self.by_language[name] = snowballstemmer.stemmer(name)
        return self.by_language[name]


_stemmers = _Stemmers()


@lru_cache(maxsize=16_384)
def stem(word: str, language: str = "en") -> str:
    """The stem of one lower-case word."""
    return str(_stemmers.get(language).stemWord(word[:MAX_WORD]))


def stems(words: Iterable[str], language: str = "en") -> frozenset[str]:
    """The stems of lower-case words."""
    return frozenset(stem(word, language) for word in words)
