"""Assigns categories by word lists and slots.

The default catalog has its own word lists; a project's categories are matched by
the stems of their names and descriptions, and a statement may fit none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from mem0.memory.rules.category_words import ATTRIBUTES, WORDS
from mem0.memory.rules.stems import stems
from mem0.memory.rules.wordlist import words as word_set

WORD = re.compile(r"[^\W\d_]+")
MOST = 3
GENERIC = word_set(
    """
    user users information info details about related any anything their such
    other things general data preferences preference including include the and for
    with of or to in on a an is are that this all what who which from by etc
    category categories stuff topics topic facts fact memories memory personal
    used use like person people
    """
)


@lru_cache(maxsize=1)
def _catalog() -> dict[str, frozenset[str]]:
    """Stem → categories, for the default catalog."""
    found: dict[str, set[str]] = {}
    for category, words in WORDS.items():
        for stem in stems(words.split()):
            found.setdefault(stem, set()).add(category)
    return {stem: frozenset(names) for stem, names in found.items()}


def default_categories(
    text: str, attribute: str | None, language: str | None = "en"
) -> tuple[str, ...]:
    """At most three categories of the default catalog, most telling first; "misc" if none."""
    scores: dict[str, float] = {}
    kind = (attribute or "").partition(":")[0]
    for place, category in enumerate(
        ATTRIBUTES.get(attribute or "", ATTRIBUTES.get(kind, ()))
    ):
        scores[category] = 10.0 - place
    words = [word.lower() for word in WORD.findall(text)]
    for stem in (
        stems(words)
        | (stems(words, language) if language else frozenset())
        | set(words)
    ):
        for category in _catalog().get(stem, ()):
            scores[category] = scores.get(category, 0.0) + 1.0
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    return tuple(ranked[:MOST]) or ("misc",)


def own_categories(
    text: str,
    attribute: str | None,
    catalog: Mapping[str, str],
    language: str | None = "en",
) -> tuple[str, ...]:
    """The categories of a project's own catalog whose words the text shares."""
    words = [word.lower() for word in WORD.findall(text)]
    said = stems(words) | (stems(words, language) if language else frozenset())
    general = set(default_categories(text, attribute, language)) - {"misc"}
    scores: dict[str, float] = {}
    for name, description in catalog.items():
        score = _fit(said, general, name, description)
        if score > 0:
            scores[name] = score
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    return tuple(ranked[:MOST])


def _fit(said: frozenset[str], general: set[str], name: str, description: str) -> float:
    title, body = topic_stems(name), topic_stems(description or "")
    score = 2.0 * len(said & title) + len(said & body)
    if name in general:
        return score + 3.0
    related = {
        category for stem in title | body for category in _catalog().get(stem, ())
    }
    return score + 0.5 * len(related & general)


@lru_cache(maxsize=1_024)
def topic_stems(text: str) -> frozenset[str]:
    """The stems of a topic's telling words."""
    words = [word.lower() for word in WORD.findall(text.replace("_", " ")[:2_000])]
    return stems(word for word in words if word not in GENERIC)


def categories_of(stem: str) -> frozenset[str]:
    """The default categories a stem is a word of."""
    return _catalog().get(stem, frozenset())
