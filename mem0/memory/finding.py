"""A search as values: what is wanted of it and what it found, kept for explanations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mem0.memory import decay, ranking
from mem0.memory.ranking import Asked, Hit, Pool
from mem0.memory.store import MemoryStore
from mem0.memory.types import Candidate, Query, Record
from mem0.memory.validity import NOW, View

Decay = Callable[[Sequence[Record], dt.datetime], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many hits, how good, and from when they are looked at."""

    limit: int = 10
    threshold: float | None = None
    reference: dt.datetime | None = None
    """What "last week" in the query is relative to; None is now."""
    view: View = NOW
    decay: Decay | None = None
    """What use has made of memories: for who wants it, records and now → factors by id."""
    related: Mapping[str, float] = field(default_factory=dict)
    """Memory id → how near it is to what the query names, by a graph, in (0, 1]."""
    factors: Callable[[Sequence[str]], Mapping[str, float]] | None = None
    """What else bears on the ranking: ids of candidates to factors of their scores.
    Asked outside any transaction."""


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, and everything that was ranked."""

    hits: list[Hit]
    ranked: Sequence[Hit]
    pool: Pool
    query: Query
    question: Asked
    wanted: Wanted


def pool_size(wanted: Wanted) -> int:
    """How many candidates a store should answer for a search."""
    least = ranking.pool_size(wanted.limit)
    return max(least, decay.pool_size(wanted.limit)) if wanted.decay else least


def known(records: Sequence[Record], view: View, store: MemoryStore) -> list[Record]:
    """The records as they were known where the view looks from."""
    if view.known_at is None:
        return list(records)
    later = [record.id for record in records if record.updated_at > view.known_at]
    texts = store.wordings(later, view.known_at) if later else {}
    return [view.seen(record, texts) for record in records]


def seen_from(
    pool: Pool, view: View, store: MemoryStore
) -> tuple[Pool, Mapping[str, Record]]:
    """The candidates as they ranked where the view looks from, and as they were known."""
    records = known([c.record for c in pool.candidates], view, store)
    pairs = zip(pool.candidates, records, strict=True)
    then = [Candidate(view.standing(record), c.arms) for c, record in pairs]
    return replace(pool, candidates=then), {r.id: r for r in records}
