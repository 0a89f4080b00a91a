"""When a child that died may come back. One rule for PostgreSQL and for the site's own
processes; the clock is passed in, so that the rule is testable without waiting.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

MOST_DEATHS = 5
WINDOW = 60.0  # seconds
FIRST_DELAY, LONGEST_DELAY = 0.2, 5.0  # seconds


@dataclass
class Restarts:
    deaths: deque[float] = field(default_factory=deque)

    def after_death(self, now: float) -> float | None:
        """Seconds to wait before the restart; None when it dies too often."""
        self.deaths.append(now)
        while now - self.deaths[0] > WINDOW:
            self.deaths.popleft()
        if len(self.deaths) >= MOST_DEATHS:
            return None
        return float(min(FIRST_DELAY * 3 ** (len(self.deaths) - 1), LONGEST_DELAY))
