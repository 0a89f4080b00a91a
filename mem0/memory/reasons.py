"""Why a memory was not among the hits: no such memory, a filter, a threshold, its rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mem0.memory import ranking
from mem0.memory.accounts import described
from mem0.memory.filters import And, Filter, match
from mem0.memory.finding import Found
from mem0.memory.ranking import Hit
from mem0.memory.store import MemoryStore
from mem0.memory.types import Record

WIDE = 2000
"""Best rows of the scope that are ranked to tell the rank of one that is far behind."""


@dataclass(frozen=True, slots=True)
class Reason:
    """`reason` is returned, unknown, filter, threshold, rank, budget or duplicate."""

    id: str
    reason: str
    detail: str
    rank: int | None = None
    score: float | None = None
    filters: Sequence[Any] = ()
    """The conditions it fails, in the wire's language."""


def why(
    found: Found,
    store: MemoryStore,
    memory_ids: Sequence[str],
    left_out: Mapping[str, str],
) -> list[Reason]:
    """A reason for each id. `left_out` has what a budget left out, and why."""
    records = {record.id: record for record in store.get_many(memory_ids)}
    ranks = {hit.record.id: (n, hit) for n, hit in enumerate(found.ranked, start=1)}
    matching = [r.id for r in records.values() if match(found.query.where, r)]
    if any(key not in ranks for key in matching):
        ranks = _far(found, store) | ranks
    return [
        _reason(found, key, records.get(key), ranks.get(key), left_out)
        for key in dict.fromkeys(memory_ids)
    ]


def _far(found: Found, store: MemoryStore) -> dict[str, tuple[int, Hit]]:
    pool = store.candidates(replace(found.query, limit=WIDE))
    hits = ranking.rank(pool, found.question)
    return {hit.record.id: (n, hit) for n, hit in enumerate(hits, start=1)}


def _reason(
    found: Found,
    key: str,
    record: Record | None,
    ranked: tuple[int, Hit] | None,
    left_out: Mapping[str, str],
) -> Reason:
    if record is None:
        return Reason(key, "unknown", "There is no such memory in this project.")
    failed = [part for part in _parts(found.query.where) if not match(part, record)]
    if failed:
        told = [described(part) for part in failed]
        return Reason(key, "filter", "It does not match the filters.", filters=told)
    if ranked is None:
        detail = f"It is not among the best {WIDE} of {found.pool.size} memories."
        return Reason(key, "rank", detail)
    rank, hit = ranked
    reason, detail = _standing(found, rank, hit, left_out.get(key))
    return Reason(key, reason, detail, rank, round(hit.score, 4))


def _standing(
    found: Found, rank: int, hit: Hit, left_out: str | None
) -> tuple[str, str]:
    """What kept a hit of this rank out, if anything did."""
    wanted = found.wanted
    if left_out is not None:
        return left_out, _LEFT_OUT[left_out]
    if not ranking.passes(hit, wanted.threshold):
        best = max(hit.base, hit.breakdown["semantic"])
        return "threshold", f"It reaches {best:.3f}; {wanted.threshold} is asked for."
    if hit.record.id in {kept.record.id for kept in found.hits}:
        return "returned", "It is among the hits."
    return (
        "rank",
        f"It has rank {rank} of {found.pool.size}; {wanted.limit} were asked for.",
    )


_LEFT_OUT = {
    "budget": "The memories before it fill the token budget.",
    "duplicate": "A memory before it says nearly the same.",
}


def _parts(where: Filter) -> Sequence[Filter]:
    return where.parts if isinstance(where, And) else (where,)
