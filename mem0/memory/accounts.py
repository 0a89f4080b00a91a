"""Why a hit stands where it does: its arms with their ranks, its boosts and its factors.

Nothing is stored for it during a search; it is computed again, for who asks, from what
the search found. The points of all arms and boosts add up to the evidence, which the
logistic function turns into the score before the factors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.memory import evidence
from mem0.memory.finding import Found
from mem0.memory.ranking import (
    ARMS,
    DOUBT,
    EXPIRED,
    FEEDBACK,
    STATES,
    WEIGHTS,
    Hit,
    evidence_parts,
    scale_of,
)

BOOSTS = ("words", "context_words", "meaning", "name", "length")
"""What `ranking.evidence_parts` tells, in its order."""


class Accounts:
    """Accounts of the hits of one search."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.scale = scale_of(found.pool, found.question, WEIGHTS)
        self.arms = {c.record.id: c.arms for c in found.pool.candidates}
        self.places = {name: self._places(name) for name in ARMS}
        self.ranks = {hit.record.id: n for n, hit in enumerate(found.ranked, start=1)}

    def of_hit(self, hit: Hit) -> dict[str, Any]:
        """Why this hit has its rank and score; numbers are rounded to four digits."""
        key, arms = hit.record.id, self.arms[hit.record.id]
        told = {
            name: {
                "raw": _round(arms[name]),
                "mean": _round(mean),
                "points": _round(gain * (arms[name] - mean)),
                "rank": self.places[name][key],
            }
            for name, mean, gain in self.scale.gains
        }
        boosts = self._boosts(hit, arms)
        points = sum(arm["points"] for arm in told.values()) + sum(boosts.values())
        return {
            "rank": self.ranks[key],
            "arms": told,
            "boosts": boosts,
            "evidence": _round(points),
            "score_before_factors": _round(hit.base),
            "factors": self._factors(hit),
        }

    def of_search(self) -> dict[str, Any]:
        """What the search was: its scope, its reading of the query, its thresholds."""
        found, question = self.found, self.found.question
        intent = question.intent
        return {
            "scope_size": found.pool.size,
            "candidates": len(found.pool.candidates),
            "model": found.query.model,
            "threshold": found.wanted.threshold,
            "half_score_at": _round(self.scale.pivot),
            "spread": _round(self.scale.spread),
            "least_score": DOUBT,
            "window": question.window and list(question.window),
            "slot": intent.attribute,
            "about_the_past": intent.past,
            "before": sorted(intent.anchor),
            "about_change": intent.changed,
            "filters": described(found.query.where),
        }

    def _places(self, name: str) -> dict[str, int]:
        best = sorted(self.arms, key=lambda key: -self.arms[key][name])
        return {key: place for place, key in enumerate(best, start=1)}

    def _boosts(self, hit: Hit, arms: Mapping[str, float]) -> dict[str, float]:
        found, weights = self.found, self.scale.weights
        parts = evidence_parts(arms, hit.record, found.pool.mass, found.question)
        boosts = {
            name: _round(part * scale)
            for name, part, scale in zip(BOOSTS, parts, weights.scales(), strict=True)
        }
        if found.question.window:
            near = evidence.in_window(hit.record, found.question, weights)
            boosts["time"] = _round(near * weights.temporal)
        if "slot" in hit.breakdown:
            boosts["slot"] = weights.slot
        if "graph" in hit.breakdown:
            boosts["graph"] = _round(hit.breakdown["graph"] * weights.graph)
        return boosts

    def _factors(self, hit: Hit) -> dict[str, float]:
        record, now = hit.record, self.found.question.now
        factors = {
            "state": STATES.get(record.state),
            "feedback": FEEDBACK.get(record.feedback or ""),
            "decay": hit.breakdown.get("decay"),
        }
        over = record.valid_to and (now is None or record.valid_to <= now)
        if over and record.state == "active":
            factors["expired"] = EXPIRED
        named = {name: _round(f) for name, f in factors.items() if f is not None}
        product = 1.0
        for factor in named.values():
            product *= factor
        if abs(product - hit.factor) > 1e-3:
            # Behind what replaced it, or moved by a question about change.
            named["order"] = _round(hit.factor / product)
        return named


def described(tree: Any) -> Any:
    """A filter tree in the wire's language."""
    return _DESCRIBE[type(tree).__name__](tree)


def _condition(tree: Any) -> dict[str, Any]:
    value = list(tree.value) if isinstance(tree.value, tuple) else tree.value
    name = ".".join((tree.field, *tree.path))
    return {name: "*" if tree.operator == "exists" else {tree.operator: value}}


_DESCRIBE: dict[str, Any] = {
    "Condition": _condition,
    "And": lambda tree: {"AND": [described(part) for part in tree.parts]},
    "Or": lambda tree: {"OR": [described(part) for part in tree.parts]},
    "Not": lambda tree: {"NOT": described(tree.part)},
}


def _round(value: float) -> float:
    return round(float(value), 4)
