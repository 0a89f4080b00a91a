"""A light guess of a text's language: its script, then its small words.

It is meant for choosing a stemmer, where a wrong guess costs little: no model, a few
microseconds. `None` means that nothing spoke for any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mem0.memory.languages.stopwords import STOPWORDS

LATIN = ("en", "es", "fr", "de", "pt", "it", "nl")
_SAMPLE = 60
_FRENCH_ELISIONS = frozenset({"c", "d", "j", "l", "m", "n", "qu", "s", "t"})
_SCRIPTS = (
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)


def script_language(word: str) -> str | None:
    """The language a word's script stands for; None for Latin and anything else."""
    if word.isascii():
        return None
    return next((code for code, script in _SCRIPTS if script.search(word)), None)


def detect(words: Iterable[str]) -> str | None:
    """The likeliest of the languages written in Latin letters, or None.

    `words` are casefolded. The language with most small words wins; a tie goes to the
    earlier one of `LATIN`, and English wins a tie and a lead of one ("we met in" is
    Dutch by the count).
    """
    counts = dict.fromkeys(LATIN, 0)
    for word, _ in zip(words, range(_SAMPLE), strict=False):
        if word.partition("'")[0] in _FRENCH_ELISIONS and "'" in word:
            counts["fr"] += 1
        for code in LATIN:
            counts[code] += word in STOPWORDS[code]
    best = max(LATIN, key=counts.__getitem__)
    if counts["en"] and counts[best] <= counts["en"] + 1:
        return "en"
    return best if counts[best] else None
