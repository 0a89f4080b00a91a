"""Counting in this process alone, while the counters that all share are away.

A process lets in its share of a limit: with four of them one request counts as four.
That is less exact than the shared counters, and still a limit.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

MOST = 20_000
"""Windows that are remembered; then all begin anew."""

_counts: dict[str, int] = {}
_lock = threading.Lock()


def count(keys: Sequence[str], limits: Sequence[int], processes: int) -> list[int]:
    """Count a request in each window, in order, up to the first that is over; the
    windows carry their time in their key."""
    found: list[int] = []
    with _lock:
        if len(_counts) > MOST:
            _counts.clear()
        for key, limit in zip(keys, limits, strict=True):
            counted = _counts.get(key, 0) + 1
            _counts[key] = counted
            found.append(1 + (counted - 1) * processes)
            if found[-1] > limit:
                break
    return found
