"""When a failed call is sent again, and after how long. Pure: nobody sleeps here."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mem0.exceptions import Mem0Error

STILL_RUNNING = "idempotency_key_in_use"
"""The first try of this very call has not ended: ask again for its answer."""


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and how patiently.

    The pause doubles from `first` up to `longest` seconds, each between half and all
    of it by chance. `Retry-After` is kept to; one above `most_asked` seconds is not
    waited for. `sleep` and `clock` may be replaced; the async client awaits `sleep`.
    """

    attempts: int = 3
    first: float = 0.5
    longest: float = 8.0
    most_asked: float = 60.0
    sleep: Callable[[float], Any] | None = None
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random

    @classmethod
    def of(cls, number: int | Retries) -> Retries:
        """A number of retries, with pauses as usual."""
        return number if isinstance(number, Retries) else cls(number)

    def pause(self, failure: Mem0Error, done: int) -> float | None:
        """Seconds to wait after `done` retries; None when that was the last try."""
        if done >= self.attempts or not self.passing(failure):
            return None
        pause = self.backoff(done)
        asked = failure.debug_info.get("retry_after")
        if asked is None:
            return pause
        # Who was told the same moment should not come back in the same moment.
        return None if asked > self.most_asked else asked + pause * self.chance() / 2

    def backoff(self, done: int) -> float:
        """The pause before the retry that follows `done` others."""
        whole = min(self.longest, self.first * 2.0 ** min(done, 30))
        return whole * (0.5 + self.chance() / 2)

    @staticmethod
    def passing(failure: Mem0Error) -> bool:
        """Whether the same call may succeed later."""
        return failure.retryable or failure.error_code == STILL_RUNNING
