"""A light guess of a text's language: its script, then its small words.

The one answer for the index, which chooses a stemmer by it, and for the rules, which
choose a grammar. It is made for single sentences, where statistical detectors are
weakest: no model, a few microseconds. `None` means that nothing spoke for any
language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mem0.memory.languages.small_words import SMALL_WORDS
from mem0.memory.languages.stopwords import STOPWORDS

LATIN = ("en", "es", "fr", "de", "pt", "it", "nl")
MAX_TEXT = 1_000
CLOSE = 0.5
"""A lead over English that is not believed: names and loan words make it."""
_SAMPLE = 60
_SMALL = {
    code: STOPWORDS[code] | frozenset(SMALL_WORDS[code].split()) for code in LATIN
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    word: tuple(code for code in LATIN if word in _SMALL[code])
    for words in _SMALL.values()
    for word in words
}
"""In how many languages a word is a small word; it counts the less for each."""
_ELISIONS = {
    **dict.fromkeys(("j", "n", "qu", "s", "jusqu", "lorsqu"), ("fr",)),
    **dict.fromkeys(("c", "d", "l", "m", "t"), ("fr", "it")),
    **dict.fromkeys(("dell", "nell", "all", "dall", "un", "sull"), ("it",)),
}
_SIGNS = (
    ("es", re.compile(r"ñ")),
    ("de", re.compile(r"ß|ä|^ü")),
    ("pt", re.compile(r"[ãõ]|[ln]h[ao]s?$")),
    ("fr", re.compile(r"[œùêû]|è\w")),
    ("it", re.compile(r"\w[èìò]$|cch|^è$")),
)
"""Letters of one language only; English words have none of them."""
_BRAZILIAN = re.compile(
    r"\W*(?:eu )?to (?:n[oa] (?!avail\b|one\b)|em|com|sem|[a-z]+ndo\b)", re.IGNORECASE
)
""" "Estou", as it is typed; the word itself is English."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = (
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
_UNSPACED = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
)


def script_language(word: str) -> str | None:
    """The language a word's script stands for; None for Latin and anything else."""
    if word.isascii():
        return None
    return next((code for code, script in _SCRIPTS if script.search(word)), None)


def language_of(text: str, default: str | None = None) -> str | None:
    """ISO 639-1 code of the likeliest language of a text, or the default.

    Any letter of another script than the Latin decides: names stay in theirs.
    """
    head = text[:MAX_TEXT]
    if not head.isascii():
        for code, script in (*_UNSPACED, *_SCRIPTS):
            if script.search(head):
                return code
    if _BRAZILIAN.match(head):
        return "pt"
    words = (word.casefold().replace("’", "'") for word in _WORD.findall(head))
    return detect(words, default) or default


def detect(words: Iterable[str], default: str | None = None) -> str | None:
    """The likeliest of the languages written in Latin letters, or None.

    `words` are casefolded. Each small word counts for its language, less when others
    have it too; letters of one language only count as well. The default wins a tie,
    English a tie and a small lead of another ("we met in" is Dutch by the count).
    """
    scores: dict[str, float] = dict.fromkeys(LATIN, 0.0)
    signs: set[str] = set()
    for word, _ in zip(words, range(_SAMPLE), strict=False):
        codes = _LANGUAGES_OF.get(word) or _ELISIONS.get(word.partition("'")[0], ())
        for code in codes if "'" in word or word in _LANGUAGES_OF else ():
            scores[code] += 1 / len(codes)
        if len(word) > 3 or not word.isascii():
            signs.update(code for code, sign in _SIGNS if sign.search(word))
    return _best(scores, signs, default)


def _best(scores: dict[str, float], signs: set[str], default: str | None) -> str | None:
    for code in signs:
        scores[code] += 1.0
    best = max(LATIN, key=lambda code: scores[code])
    if not scores[best]:
        return None
    if default is not None and scores.get(default) == scores[best]:
        return default
    english = scores["en"]
    return "en" if english >= CLOSE and scores[best] - english <= CLOSE else best
