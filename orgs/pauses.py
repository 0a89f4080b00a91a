"""A while in which this process leaves alone what did not answer: otherwise every
request would wait for it in turn, and its failure would be everybody's.
"""

from __future__ import annotations

import time


class Pause:
    """One of so many seconds, for one thing that may fail. Over until it begins."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = 0.0

    @property
    def lasts(self) -> bool:
        """Whether it has begun and is not over yet."""
        return time.monotonic() < self._until

    def begin(self) -> None:
        """Count the seconds from now."""
        self._until = time.monotonic() + self.seconds

    def end(self) -> None:
        """Have it over at once."""
        self._until = 0.0
