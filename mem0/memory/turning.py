"""Hits in the order a question about change asks for: what held before, what changed.

Works on what was found: who replaced whom is told by the links between the hits, so no
store is asked again. A question without such an intent never comes here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence

from mem0.memory.intent import Intent
from mem0.memory.types import Record

Score = tuple[float, float]
"""A hit's base and the factor on it."""
_WORD = re.compile(r"[^\W_]+")

REPLACED = 1.25
"""For what was replaced, where the question is about the past without naming a turn."""
PRESENT = 0.8
"""For what is current there."""
MARGIN = 1.05
"""How far what held before stands above what it was before."""
CHANGED = 1.5
"""For both sides of a change inside the time asked about."""


def turned(
    scored: Mapping[str, Score],
    records: Mapping[str, Record],
    intent: Intent,
    window: tuple[dt.datetime, dt.datetime] | None,
) -> dict[str, float]:
    """The factor of each record, by id, for an intent that is past or changed."""
    factors = {key: factor for key, (_, factor) in scored.items()}
    if intent.changed:
        for key in _changes(records.values(), window):
            factors[key] *= CHANGED
    if intent.past:
        anchors = [r for r in records.values() if _speaks_of(r, intent.anchor)]
        earlier = _predecessors(records.values(), anchors)
        if earlier:
            _lift(factors, scored, earlier, {r.id for r in anchors})
        elif not intent.anchor:
            _prefer_past(factors, records)
    return factors


def _lift(
    factors: dict[str, float],
    scored: Mapping[str, Score],
    earlier: Sequence[str],
    anchors: set[str],
) -> None:
    """What held before goes above the turn itself, the latest of it first."""
    best = max(scored[key][0] * factors[key] for key in anchors | set(earlier))
    for place, key in enumerate(earlier):
        base = scored[key][0]
        factors[key] = best * (MARGIN - 0.01 * min(place, 4)) / base


def _prefer_past(factors: dict[str, float], records: Mapping[str, Record]) -> None:
    replacing = {record.replaced_by for record in records.values()}
    for key, record in records.items():
        if record.state == "superseded":
            factors[key] *= REPLACED
        elif key in replacing:
            factors[key] *= PRESENT


def _speaks_of(record: Record, words: frozenset[str]) -> bool:
    return bool(words) and words <= set(_WORD.findall(record.text.casefold()))


def _predecessors(records: Collection[Record], anchors: Sequence[Record]) -> list[str]:
    """What one of the anchors replaced, directly or through others, latest first."""
    ids = {record.id for record in anchors}
    found = [
        record
        for record in records
        if record.id not in ids
        and (record.replaced_by in ids or any(_gave_way(record, a) for a in anchors))
    ]
    found.sort(key=lambda r: r.valid_to or r.created_at, reverse=True)
    return [record.id for record in found]


def _gave_way(record: Record, anchor: Record) -> bool:
    """Whether it filled the same slot and was over when the other began."""
    if record.attribute is None or record.valid_to is None or anchor.valid_from is None:
        return False
    same = (record.attribute, record.subject) == (anchor.attribute, anchor.subject)
    return same and record.valid_to <= anchor.valid_from


def _changes(
    records: Collection[Record], window: tuple[dt.datetime, dt.datetime] | None
) -> list[str]:
    """What was replaced, and what replaced it, inside the window."""
    over = [
        record
        for record in records
        if record.replaced_by
        and record.valid_to
        and (window is None or window[0] <= record.valid_to < window[1])
    ]
    new = {record.replaced_by for record in over}
    return [r.id for r in records if r.id in new] + [record.id for record in over]
