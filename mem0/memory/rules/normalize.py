"""When two texts are the same statement, exactly or nearly.

`normalized` is the key exact duplicates are found by; `same_statement` is a
conservative comparison of words for near duplicates: numbers, names and negation
must agree, so that it never swallows an update.
"""

from __future__ import annotations

import re
import unicodedata

from mem0.memory.rules.stems import stems
from mem0.memory.rules.wordlist import words

FINAL = " \t.!?…。！？;,:"
NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NEGATIONS = words(
    """
    no not never none without isn't aren't wasn't weren't doesn't don't didn't
    haven't hasn't hadn't won't wouldn't can't cannot couldn't shouldn't nor ya
    nunca jamás ne pas plus jamais kein keine keinen nicht nie não nunca já non
    mai niet geen nooit не нет никогда longer anymore stopped quit former formerly
    used ex unlike hates hate dislikes dislike
    """
)
LIGHT = words(
    """
    a an the is are was were be been being am has have had do does did to of in on
    at for with and that this it its also very really just now so too will would
    el la los las un una de en y que es son le les des du et est der die das ein
    eine und ist im am o os as um uma em e é il lo gli i di
    """
)
NEAR = 0.8


def normalized(text: str) -> str:
    """The text with its form folded away: NFKC, case, spaces, final punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split()).strip(FINAL)


def same_statement(a: str, b: str) -> bool:
    """Whether two texts state the same, by words alone."""
    if normalized(a) == normalized(b):
        return True
    if not (_numbers(a) == _numbers(b) and _negated(a) == _negated(b)):
        return False
    first, second = _content(a), _content(b)
    if not first or not second or _names(a, b) or _names(b, a):
        return False
    return len(first & second) / len(first | second) >= NEAR


def _numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def _negated(text: str) -> frozenset[str]:
    return NEGATIONS.intersection(WORD.findall(normalized(text)))


def _content(text: str) -> frozenset[str]:
    words = [word for word in WORD.findall(normalized(text)) if word not in LIGHT]
    return stems(words)


def _names(text: str, other: str) -> set[str]:
    """Capitalised words inside `text` that `other` does not have in any case."""
    words = WORD.findall(text)[1:]
    known = set(WORD.findall(normalized(other)))
    return {w for w in words if w[0].isupper() and normalized(w) not in known}
