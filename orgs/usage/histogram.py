"""Latencies as counts in fixed buckets: they add up over processes, hours and keys,
which percentiles themselves do not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

BOUNDS = (
    1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000, 5000,
    10_000, 30_000,
)  # fmt: skip
"""Upper bounds of the buckets in milliseconds; one more bucket has no bound."""
SIZE = len(BOUNDS) + 1


def place(milliseconds: float) -> int:
    """The bucket of a latency, from 0."""
    return bisect_left(BOUNDS, milliseconds)


def beginning(milliseconds: float) -> int:
    """Where the bucket of a latency begins: something in it took longer."""
    number = place(milliseconds)
    return BOUNDS[number - 1] if number else 0


def percentile(counts: Sequence[int], share: float) -> float | None:
    """The latency in milliseconds below which `share` (0 to 1) of them lie.

    Inside its bucket a latency is taken to be anywhere with the same probability, so
    the answer is off by a bucket's width at most. None when nothing was counted.
    """
    total = sum(counts)
    if not total:
        return None
    wanted, passed = share * total, 0
    for number, count in enumerate(counts):
        if count and passed + count >= wanted:
            return _inside(number, (wanted - passed) / count)
        passed += count
    return float(BOUNDS[-1])


def _inside(number: int, part: float) -> float:
    if number >= len(BOUNDS):
        return float(BOUNDS[-1])
    low = BOUNDS[number - 1] if number else 0
    return round(low + (BOUNDS[number] - low) * part, 1)
