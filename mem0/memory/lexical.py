"""Text as BM25 sees it: terms, and the two halves of their weights.

A document's half of BM25 is written once, because it is measured against a fixed
average length; the query's half is the inverse document frequency in the memories that
are searched. Their inner product is BM25 (Robertson and Zaragoza 2009, "The Probabilistic
Relevance Framework", with the never negative idf of Lucene).
"""

from __future__ import annotations

import datetime as dt
import functools
import heapq
import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

from mem0.memory.languages.detect import detect, script_language
from mem0.memory.languages.scripts import ANY_WORD, ASCII_WORD, pieces, unpointed
from mem0.memory.languages.stopwords import STOPWORDS
from mem0.memory.languages.words import IRREGULAR, MONTH_WORDS, MONTHS
from mem0.memory.stemmers import stemmer

SPARSE_DIMENSIONS = 1_000_000_000
"""Dimensions of the sparse vectors (pgvector's limit); ids are 1 … 999,999,999."""
MAX_TERMS = 1000
"""Terms kept of one document (the limit of an HNSW index over sparse vectors)."""
K1, B = 1.2, 0.4
OWN_LENGTH, CONTEXT_LENGTH = 30.0, 60.0
"""The fixed average lengths, in terms, of a memory's own text and of its context."""
VARIANT = 0.7
"""Weight in a query of a word's stem in another language than the query's."""
PRIOR_DOCUMENTS, PRIOR_FREQUENCY = 200, 1.0
"""Documents a project is taken to have before it has any, and of how many of them
each term is taken to be a part."""

DEFAULT_LANGUAGE = "en"
_STEMMERS = {
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "de": "german",
    "pt": "portuguese",
    "it": "italian",
    "nl": "dutch",
    "ru": "russian",
    "el": "greek",
    "ar": "arabic",
    "hi": "hindi",
    "ta": "tamil",
    "hy": "armenian",
}
_FOLDED = frozenset({"en", "es", "fr", "de", "pt", "it", "nl", "ru", "el"})
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_MAY = "may#"  # the month: no word has a "#"
_VARIANTS = ("en", "es", "fr", "de", "pt", "it", "nl")


def words(text: str) -> list[str]:
    """The words of a text, casefolded (NFKC); the month May is told from the verb."""
    if text.isascii():
        found = ASCII_WORD.findall(text)
    else:
        found = ANY_WORD.findall(unicodedata.normalize("NFKC", text))
    return [_MAY if w == "May" else _folded_case(w) for w in found]


def _folded_case(word: str) -> str:
    return word.casefold().replace("’", "'").replace("ʼ", "'")


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the likeliest Latin-script language, None if nothing tells."""
    return detect(words(text))


def analyze(text: str, language: str | None = None) -> Counter[int]:
    """Term id → count of a document. Never raises; an empty text has no terms."""
    found = words(text)
    chosen = language if language in _STEMMERS else detect(found)
    counts: Counter[int] = Counter()
    for word in found:
        counts.update(_ids(word, chosen or DEFAULT_LANGUAGE))
    return counts


def query_terms(text: str, language: str | None = None) -> dict[int, float]:
    """Term id → weight of a query: 1 for its words, less for how they may be stored.

    A document may have been taken for another language than a short query is, and
    then the same word has another stem; these stems are asked for as well.
    """
    found = words(text)
    detected = language if language in _STEMMERS else detect(found)
    primary = detected or DEFAULT_LANGUAGE
    others = (DEFAULT_LANGUAGE,) if detected else _VARIANTS
    terms: dict[int, float] = {}
    for word in found:
        own = _ids(word, primary)
        terms.update(dict.fromkeys(own, 1.0))
        for other in others if own else ():
            for term in _ids(word, other):
                terms.setdefault(term, VARIANT)
    return terms


def date_terms(when: dt.datetime | dt.date) -> Counter[int]:
    """Day, month and year as a document's terms, so that a date in a query finds it."""
    month = _MAY if when.month == 5 else MONTHS[when.month - 1]
    parts = (str(when.day), month, str(when.year))
    return Counter(term for part in parts for term in _ids(part, DEFAULT_LANGUAGE))


def document_weights(
    terms: Mapping[int, float], average: float = OWN_LENGTH
) -> dict[int, float]:
    """The document's half of BM25, of its `MAX_TERMS` heaviest terms.

    `tf·(k1+1) / (tf + k1·(1 − b + b·len/average))`, where `len` is the sum of counts.
    """
    slope = K1 * (1 - B + B * sum(terms.values()) / average)
    weights = {t: tf * (K1 + 1) / (tf + slope) for t, tf in terms.items() if tf > 0}
    if len(weights) > MAX_TERMS:
        weights = dict(heapq.nlargest(MAX_TERMS, weights.items(), key=lambda p: p[1]))
    return weights


def idf(frequency: float, documents: float) -> float:
    """`ln(1 + (N − df + ½) / (df + ½))`, both smoothed by the prior; positive."""
    df = frequency + PRIOR_FREQUENCY
    n = max(documents + PRIOR_DOCUMENTS, df)
    return math.log(1 + (n - df + 0.5) / (df + 0.5))


def query_weights(
    terms: Mapping[int, float], frequencies: Mapping[int, int], documents: int
) -> dict[int, float]:
    """The query's half of BM25: idf times the term's weight.

    `frequencies` may lack terms and lag behind: a term that is not in it counts as one
    that no document has, and in an empty project all terms weigh the same.
    """
    return {t: w * idf(frequencies.get(t, 0), documents) for t, w in terms.items()}


def query_mass(terms: Mapping[int, float], weights: Mapping[int, float]) -> float:
    """Sum of the weights of a query's own words: what a perfect match could reach."""
    return sum(weights[t] for t, weight in terms.items() if weight == 1.0)


@functools.lru_cache(maxsize=2_048)
def _ids(word: str, language: str) -> tuple[int, ...]:
    return tuple(term_id(term) for term in _terms(word, language))


def term_id(term: str) -> int:
    """A stable id from the term's CRC-32; two of a million terms share one by chance."""
    return (
        zlib.crc32(term.encode("utf-8", "surrogatepass")) % (SPARSE_DIMENSIONS - 1) + 1
    )


def _terms(word: str, language: str) -> Iterator[str]:
    """The index terms of one casefolded word: none for a stop word."""
    if word[0].isdecimal() and (number := _number(word)):
        yield number
    elif grams := pieces(word):
        yield from grams
    else:
        term = _stemmed(word, script_language(word) or language)
        if term:
            yield term


def _number(word: str) -> str | None:
    """A number without thousands separators, leading zeros and ordinal ending."""
    if _THOUSANDS.fullmatch(word):
        return word.replace(",", "")
    plain = _ORDINAL.fullmatch(word)
    return plain[1] if plain else None


def _stemmed(word: str, language: str) -> str:
    stop = STOPWORDS.get(language, frozenset())
    if word in stop:
        return ""
    bare = _without_apostrophes(word, language)
    if not bare or bare in stop:
        return ""
    month = "may" if bare == _MAY else MONTH_WORDS.get(language, {}).get(bare)
    if month:
        return _stem(month, "en")
    base = IRREGULAR.get(bare, bare) if language == "en" else unpointed(bare)
    return _fold(_stem(base, language), language)


def _without_apostrophes(word: str, language: str) -> str:
    if "'" not in word:
        return word
    if language in {"fr", "it"}:  # l'homme, dell'anno
        return word.rpartition("'")[2]
    return word.removesuffix("'s").replace("'", "")


def _fold(term: str, language: str) -> str:
    """Without accents, where writers leave them out."""
    if term.isascii() or language not in _FOLDED:
        return term
    split = unicodedata.normalize("NFD", term)
    return "".join(c for c in split if not unicodedata.combining(c))


def _stem(word: str, language: str) -> str:
    algorithm = _STEMMERS.get(language)
    if algorithm is None:
        return word
    return str(stemmer(algorithm).stemWord(word))
