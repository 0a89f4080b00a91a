"""How use keeps a memory near and disuse lets it sink.

A memory that was found lately, and often, is worth a little more; one that nobody has
needed for long is worth less. It sinks, it is never lost: the factor has a floor, and one
access lifts it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from mem0.memory.types import Record

LEAST, MOST = 0.3, 1.5
"""What a factor is between."""
ACCESSES = 20
"""Last accesses that count."""
HALF_LIFE = dt.timedelta(days=30)
"""After which an access counts half."""
EVEN = 5 / 7
"""With it, one access just now makes a factor of 1."""

Touches = Mapping[str, Sequence[dt.datetime]]
"""Memory id → its last accesses, in any order."""


def pool_size(top_k: int) -> int:
    """How many candidates are ranked, so that what was used may come from below."""
    return max(3 * top_k, 50)


def factors(
    records: Sequence[Record], touches: Touches, now: dt.datetime
) -> dict[str, float]:
    """The factor of each record, by id."""
    return {r.id: factor(touches.get(r.id) or [_made(r)], now) for r in records}


def factor(touches: Sequence[dt.datetime], now: dt.datetime) -> float:
    """0.3 for what was left alone for long, 1 for what was touched once just now,
    towards 1.5 for what is used all the time."""
    strength = sum(_left(now - at) for at in sorted(touches)[-ACCESSES:])
    return LEAST + (MOST - LEAST) * strength / (strength + EVEN)


def _made(record: Record) -> dt.datetime:
    """What counts for a memory that was never found: when it speaks of, or its change."""
    return record.event_start or record.updated_at


def _left(age: dt.timedelta) -> float:
    return float(0.5 ** (max(age, dt.timedelta()) / HALF_LIFE))
