"""What speaks for a row beside its place in its scope: functions of a query and a record."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mem0.memory.types import Record

if TYPE_CHECKING:
    from mem0.memory.ranking import Asked, Weights

WORD = re.compile(r"[^\W_]+")


def share(bm25: float, mass: float) -> float:
    """The share of the query's idf mass that was matched, in [0, 1]."""
    return min(max(bm25 / mass, 0.0), 1.0) if mass > 0 else 0.0


def semantic(arms: Mapping[str, float], weights: Weights) -> float:
    """The better of the own cosine and most of the context's, scaled to [0, 1]."""
    cosine = max(arms["dense"], 0.8 * arms["context_dense"])
    scaled = (cosine - weights.unrelated) / (weights.same - weights.unrelated)
    return min(max(scaled, 0.0), 1.0)


def names(record: Record, query: Asked) -> float:
    """1 if the query names who said it or whom it is about, by name or short name."""
    for name in _name_words(record.speaker or "") | _name_words(record.subject or ""):
        if name in query.words or any(name.startswith(n) for n in query.names):
            return 1.0
    return 0.0


def fills(record: Record, query: Asked) -> bool:
    """Whether it says what is asked for, of who is named or else of the speaker."""
    asked_for, filled = query.intent.attribute, record.attribute
    if filled is None or asked_for is None or not filled.startswith(asked_for):
        return False
    if asked_for == "favorite:" and filled.partition(":")[2] not in query.words:
        return False
    own = (record.subject or "User") in ("User", record.speaker or "User")
    return own or names(record, query) > 0


@functools.lru_cache(maxsize=4096)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(WORD.findall(name.casefold()))


def in_window(record: Record, query: Asked, weights: Weights) -> float:
    """1 if the record speaks of the time asked about, less if it was said then."""
    if query.window is None:
        return 0.0
    start, end = query.window
    began, ended = record.event_start, record.event_end or record.event_start
    if began and ended and began < end and ended >= start:
        return 1.0
    return weights.said_then if start <= record.created_at < end else 0.0


def length(text: str, weights: Weights) -> float:
    """A longer text more often holds an answer, up to a point."""
    size = min(max(len(text), weights.shortest), weights.longest)
    return math.log(size / weights.usual_length)


def sigmoid(x: float) -> float:
    """The logistic function, kept inside (0, 1)."""
    return 1 / (1 + math.exp(-min(max(x, -30.0), 30.0)))
