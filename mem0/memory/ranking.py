"""One score from all arms: how the rows of a scope become an ordered list of hits.

Each arm is normalised over the whole scope (not over the candidates), so that a weak
arm cannot shout down a strong one, and summed with fixed weights. A store does this
part where the rows are (`score_rows` is its twin in numpy); `rank` then adds what only
query and record together tell, and turns the sum into a score that means the same in
any scope. The weights were fitted with `bench/offline`.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mem0.memory import evidence, intent, turning
from mem0.memory.frozen import frozen
from mem0.memory.intent import NONE, Intent
from mem0.memory.types import Candidate, Record

Floats = NDArray[np.float64]

ARMS = ("dense", "context_dense", "lexical", "context_lexical", "session")

POOL = 100
"""Fewest rows a store answers, if the scope has them; more for a large `top_k`."""
SESSION_TOP = 3
"""Rows of an episode whose best own BM25 scores are averaged into `session`."""


@dataclass(frozen=True, slots=True)
class Arm:
    """Weight of an arm's z-score, and the least standard deviation it is divided by.

    The floor keeps an arm quiet in a scope where it tells no row from another.
    """

    weight: float
    floor: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that decides an order or a score, in one place."""

    dense: Arm = Arm(0.5, 0.03)
    context_dense: Arm = Arm(1.5, 0.03)
    lexical: Arm = Arm(1.0, 0.5)
    context_lexical: Arm = Arm(1.5, 0.5)
    session: Arm = Arm(0.75, 0.5)

    speaker: float = 10.0
    """For a record said by, or about, somebody the query names."""
    length: float = 1.0
    """Per natural logarithm of the text's length over `usual_length` characters."""
    usual_length: int = 100
    longest: int = 400
    shortest: int = 10
    graph: float = 2.0
    """For a record that a graph puts next to what the query names."""
    temporal: float = 3.0
    """For a record that speaks of, or was said in, the time asked about."""
    said_then: float = 0.8
    """Share of `temporal` if it was said then, but names no time of its own."""

    slot: float = 7.0
    """For a record that fills the slot asked for, about somebody the query may mean."""

    share: float = 6.0
    """For the share of the query's idf that its own text matches, whatever the scope."""
    context_share: float = 4.0
    cosine: float = 4.0
    """For cosines between `unrelated` and `same`, whatever the scope."""
    unrelated: float = 0.15
    same: float = 0.75
    shrink: float = 10.0
    """z-scores over n rows count n / (n + shrink): three rows have no distribution."""
    pivot: float = 4.5
    """The evidence at which the score is one half, in a scope of one row …"""
    crowd_pivot: float = 12.5
    """… and how much more it takes where the best of very many rows stands out."""
    spread: float = 2.5
    """The evidence above the pivot that makes a score of 0.73, in a scope of one row …"""
    crowd_spread: float = 1.5
    """… and how much more it takes among very many."""
    crowd: float = 100.0
    """Rows at which half of `crowd_pivot` and `crowd_spread` is added."""
    named: float = 0.9
    """Share of `speaker` that the pivot rises by if the query names a known speaker."""

    def arms(self) -> dict[str, Arm]:
        """The five arms of `ARMS`, by name."""
        return {name: getattr(self, name) for name in ARMS}

    def scales(self) -> tuple[float, float, float, float, float]:
        """The weights of `evidence_parts`, in its order."""
        lexical = (self.share, self.context_share)
        return (*lexical, self.cosine, self.speaker, self.length)


WEIGHTS = Weights()

DOUBT = 0.1
"""The score of a record that nothing speaks for: what the wire's usual threshold lets
through, so that a scope of few memories answers a question in other words too."""
FEEDBACK = {"POSITIVE": 1.1, "NEGATIVE": 0.7, "VERY_NEGATIVE": 0.4}
STATES = {"superseded": 0.8, "merged": 0.7, "disputed": 0.9, "retracted": 0.4}
EXPIRED = 0.8
"""Factor of a record that is active but no longer holds."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and population standard deviation of one arm over the whole scope."""

    mean: float
    std: float


@dataclass(frozen=True, slots=True)
class Pool:
    """What a store answers: the best rows with their raw arms, and the scope's moments.

    `size` counts the rows of the scope; `mass` is `lexical.query_mass`; `degraded`
    names what did not answer.
    """

    candidates: Sequence[Candidate]
    stats: Mapping[str, Moments]
    size: int
    mass: float
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What ranking needs of the query. `window` is half open; `now` ends validity."""

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    window: tuple[dt.datetime, dt.datetime] | None = None
    now: dt.datetime | None = None
    intent: Intent = NONE
    related: Mapping[str, float] = field(default_factory=dict)
    """Memory id → how near it is to what the query names, by a graph, in (0, 1]."""


@frozen(frozen=True, slots=True)
class Hit:
    """A record, its score in (0, 1], and the components, each in [0, 1]
    (but `decay`, which is a factor).

    `base` is the score before decay, feedback and state: thresholds look at it.
    """

    record: Record
    score: float
    breakdown: Mapping[str, float]
    base: float
    factor: float = field(default=1.0, compare=False)


def asked(
    text: str,
    window: tuple[dt.datetime, dt.datetime] | None = None,
    now: dt.datetime | None = None,
) -> Asked:
    """The query as ranking sees it: its words, and those that could be short names."""
    found = evidence.WORD.findall(text)
    after = intent.read(text)
    if window is not None and after.anchor:  # "before" a date is a window already
        after = replace(after, anchor=frozenset())
    return Asked(
        words=frozenset(word.casefold() for word in found),
        names=frozenset(w.casefold() for w in found if len(w) > 2 and w[0].isupper()),
        window=window,
        now=now,
        intent=after,
    )


def pool_size(top_k: int) -> int:
    """How many candidates a store should answer for `top_k` hits."""
    return max(POOL, 2 * top_k)


def sql_weights(weights: Weights = WEIGHTS) -> dict[str, float]:
    """Parameters of a store's statement: `w_<arm>` and `floor_<arm>` of each arm.

    A row's score is the sum over the arms of `w · (x − avg(x)) / greatest(stddev_pop(x),
    floor)`, avg and stddev_pop over all rows of the scope; `session` is the average of
    the `SESSION_TOP` largest `lexical` of the rows with the same episode.
    """
    arms = weights.arms()
    return {f"w_{name}": arm.weight for name, arm in arms.items()} | {
        f"floor_{name}": arm.floor for name, arm in arms.items()
    }


def session_prior(lexical: Floats, episodes: Sequence[object]) -> Floats:
    """Each row's mean of the `SESSION_TOP` best own BM25 scores in its episode.

    A row without an episode (None) is an episode of its own.
    """
    groups: dict[object, list[int]] = {}
    for row, episode in enumerate(episodes):
        groups.setdefault(("row", row) if episode is None else episode, []).append(row)
    prior = np.zeros(len(lexical))
    for rows in groups.values():
        best = np.sort(lexical[rows])[::-1][:SESSION_TOP]
        prior[rows] = best.mean()
    return prior


def score_rows(
    arms: Mapping[str, Floats], weights: Weights = WEIGHTS
) -> tuple[Floats, dict[str, Moments]]:
    """Every row's sum of z-scores, and the moments: what a store's statement computes.

    `arms` holds one array for each of `ARMS`, a value a row.
    """
    total = np.zeros(len(arms["dense"]))
    stats: dict[str, Moments] = {}
    for name, arm in weights.arms().items():
        values = arms[name]
        moments = Moments(float(values.mean()), float(values.std()))
        stats[name] = moments
        total += arm.weight * (values - moments.mean) / max(moments.std, arm.floor)
    return total, stats


def rank(
    pool: Pool,
    query: Asked,
    *,
    decay: Mapping[str, float] | None = None,
    factors: Mapping[str, float] | None = None,
    weights: Weights = WEIGHTS,
) -> list[Hit]:
    """All candidates as hits, best first; `decay` and `factors` map record ids to
    factors, of which the breakdown shows the former.

    Equal scores are ordered by age, youngest first, then by id.
    """
    scale = scale_of(pool, query, weights)
    used, others = decay or {}, factors or {}
    hits = [
        _hit(candidate, query, scale, used.get(key), others.get(key, 1.0))
        for candidate in pool.candidates
        for key in (candidate.record.id,)
    ]
    hits = _behind_successors(hits)
    if query.intent.past or query.intent.changed:
        hits = _turned(hits, query)
    return sorted(
        hits,
        key=lambda h: (
            -h.base * h.factor,
            -h.record.created_at.timestamp(),
            h.record.id,
        ),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """How arms become evidence and evidence a score; the same for a whole answer."""

    weights: Weights
    gains: tuple[tuple[str, float, float], ...]
    """Arm, mean, and what a unit above the mean is worth."""
    mass: float
    pivot: float
    spread: float


def scale_of(pool: Pool, query: Asked, weights: Weights) -> Scale:
    """The best of many rows has a high z-score by chance alone, so more is asked of it."""
    crowd = pool.size / (pool.size + weights.crowd)
    known = pool.size / (pool.size + weights.shrink)
    named = any(
        evidence.names(candidate.record, query) for candidate in pool.candidates
    )
    pivot = weights.pivot + weights.crowd_pivot * crowd
    return Scale(
        weights,
        tuple(
            (name, mean, known * arm.weight / max(std, arm.floor))
            for name, arm in weights.arms().items()
            for mean, std in [(pool.stats[name].mean, pool.stats[name].std)]
        ),
        pool.mass,
        pivot + (weights.named * weights.speaker if named else 0.0),
        weights.spread + weights.crowd_spread * crowd,
    )


def passes(hit: Hit, threshold: float | None) -> bool:
    """Whether a hit reaches a threshold on its meaning or on all evidence together.

    The wire's threshold is a floor on the semantic score; a hit that words alone make
    certain has a high score without it and is kept.
    """
    if not threshold:
        return True
    return max(hit.base, hit.breakdown["semantic"]) >= threshold


def evidence_parts(
    arms: Mapping[str, float],
    record: Record,
    mass: float,
    query: Asked,
    weights: Weights = WEIGHTS,
) -> tuple[float, float, float, float, float]:
    """What a row tells without its scope, before the weights of `Weights.scales`."""
    return (
        evidence.share(arms["lexical"], mass),
        evidence.share(arms["context_lexical"], mass),
        evidence.semantic(arms, weights),
        evidence.names(record, query),
        evidence.length(record.text, weights),
    )


def _hit(
    candidate: Candidate, query: Asked, scale: Scale, decay: float | None, other: float
) -> Hit:
    record, arms, weights = candidate.record, candidate.arms, scale.weights
    parts = evidence_parts(arms, record, scale.mass, query, weights)
    breakdown = {"semantic": parts[2], "bm25": parts[0], "entity": parts[3]}
    total = sum(gain * (arms[name] - mean) for name, mean, gain in scale.gains)
    total += sum(map(operator.mul, weights.scales(), parts))
    if query.window:
        breakdown["temporal"] = evidence.in_window(record, query, weights)
        total += weights.temporal * breakdown["temporal"]
    if query.related:
        breakdown["graph"] = query.related.get(record.id, 0.0)
        total += weights.graph * breakdown["graph"]
    if query.intent.attribute and evidence.fills(record, query):
        breakdown["slot"] = 1.0
        total += weights.slot
    certain = evidence.sigmoid((total - scale.pivot) / scale.spread)
    base = DOUBT + (1 - DOUBT) * certain
    factor = other * _standing(record, query)
    if decay is not None:
        breakdown["decay"] = decay
        factor *= decay
    return Hit(record, min(base * factor, 1.0), breakdown, base, factor)


def _turned(hits: Sequence[Hit], query: Asked) -> list[Hit]:
    """For a question about change: what held before may stand above what holds now."""
    scored = {hit.record.id: (hit.base, hit.factor) for hit in hits}
    records = {hit.record.id: hit.record for hit in hits}
    factors = turning.turned(scored, records, query.intent, query.window)
    return [
        replace(hit, factor=factor, score=min(hit.base * factor, 1.0))
        for hit, factor in ((hit, factors[hit.record.id]) for hit in hits)
    ]


def _behind_successors(hits: Sequence[Hit]) -> list[Hit]:
    """A replaced record never stands above a record that replaced it."""
    by_id = {hit.record.id: hit for hit in hits}
    return [_below(hit, by_id) if hit.record.replaced_by else hit for hit in hits]


def _below(hit: Hit, by_id: Mapping[str, Hit]) -> Hit:
    limit, share, seen = hit.base * hit.factor, 1.0, {hit.record.id}
    successor = by_id.get(hit.record.replaced_by or "")
    while successor and successor.record.id not in seen:
        share *= 0.99
        limit = min(limit, share * successor.base * successor.factor)
        seen.add(successor.record.id)
        successor = by_id.get(successor.record.replaced_by or "")
    factor = limit / hit.base
    return Hit(hit.record, min(limit, 1.0), hit.breakdown, hit.base, factor)


def _standing(record: Record, query: Asked) -> float:
    """The factor of a record's state, validity and feedback."""
    factor = STATES.get(record.state, 1.0) * FEEDBACK.get(record.feedback or "", 1.0)
    over = record.valid_to and (query.now is None or record.valid_to <= query.now)
    return factor * (EXPIRED if over and record.state == "active" else 1.0)
