"""How likely it is that the answer is among what was found: low when the store does not know.

A logistic regression over what the ranking knows of its best hits, fitted on public
conversations with `bench/offline/answerability.py`: questions that are answered there,
adversarial ones that only sound so, and questions about other people's lives.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from mem0.memory import evidence
from mem0.memory.finding import Found
from mem0.memory.languages.detect import detect
from mem0.memory.ranking import WEIGHTS, Hit

_NAME = re.compile(r"(?<=[^.!?¿¡\s] )[^\W\d_a-z][^\W\d_]{2,}")
BEST = 5
"""Hits that are looked at."""
NAMES = (
    "score",
    "spread",
    "words",
    "context",
    "meaning",
    "unknown",
    "strangers",
    "crowd",
)
BIAS = -3.95
COEFFICIENTS = (2.51, -2.02, 1.11, 1.95, 0.05, -1.65, -3.36, 0.58)
SLOT = 3.0
"""For a hit that fills the slot asked for. Not fitted: messages fill no slots, facts do."""
NOTHING = 0.02
"""The estimate where nothing was found at all."""


def estimate(found: Found) -> float:
    """The probability, in (0, 1), that what was asked is answered by the store."""
    if not found.ranked:
        return NOTHING
    total = BIAS + sum(
        weight * value
        for weight, value in zip(COEFFICIENTS, features(found), strict=True)
    )
    if any("slot" in hit.breakdown for hit in found.ranked[:BEST]):
        total += SLOT
    return round(1 / (1 + math.exp(-min(max(total, -30.0), 30.0))), 3)


def features(found: Found) -> Sequence[float]:
    """One number for each of `NAMES`, of a search that found something.

    `unknown` is the share of the names in the query that no hit mentions; `strangers` is by how much those the query does not name have more to say about it
    than those it names.
    """
    best = found.ranked[:BEST]
    arms = {c.record.id: c.arms for c in found.pool.candidates}
    mass = found.pool.mass
    shares = [evidence.share(arms[h.record.id]["lexical"], mass) for h in best]
    around = [evidence.share(arms[h.record.id]["context_lexical"], mass) for h in best]
    meant = [evidence.semantic(arms[h.record.id], WEIGHTS) for h in best]
    size = found.pool.size
    return (
        best[0].base,
        best[0].base - sum(hit.base for hit in best) / len(best),
        max(shares),
        max(around),
        max(meant),
        _unknown(found.query.text, best),
        _strangers(
            found.ranked,
            {k: evidence.share(a["lexical"], mass) for k, a in arms.items()},
        ),
        size / (size + WEIGHTS.crowd),
    )


def _unknown(query: str, best: Sequence[Hit]) -> float:
    """Of words with a capital inside a sentence; German gives one to every noun."""
    names = {w.casefold() for w in _NAME.findall(query)}
    words = evidence.WORD.findall(query.casefold())
    if not names or detect(words) == "de":
        return 0.0
    told = {
        word
        for hit in best
        for text in (hit.record.text, hit.record.speaker, hit.record.subject)
        for word in evidence.WORD.findall((text or "").casefold())
    }
    return len(names - told) / len(names)


def _strangers(ranked: Sequence[Hit], words: dict[str, float]) -> float:
    named = [words[h.record.id] for h in ranked if h.breakdown["entity"] > 0]
    others = [words[h.record.id] for h in ranked if h.breakdown["entity"] <= 0]
    if not named or not others:
        return 0.0
    return max(others) - max(named)
