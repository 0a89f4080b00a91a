"""Stems of words, so that rules and word lists meet whatever the inflection."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mem0.memory.stemmers import stemmer

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


@lru_cache(maxsize=2_048)
def stem(word: str, language: str = "en") -> str:
    """The stem of one lower-case word."""
    algorithm = ALGORITHMS.get(language, "english")
    return str(stemmer(algorithm).stemWord(word[:MAX_WORD]))


def stems(words: Iterable[str], language: str = "en") -> frozenset[str]:
    """The stems of lower-case words."""
    return frozenset(stem(word, language) for word in words)
