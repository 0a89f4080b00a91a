"""Counting requests against limits: what django-ratelimit's decorator is to a page.

django-ratelimit decides which window a request falls into and under which key it is
counted; the `ratelimit` cache counts all windows of a request in one step (see
`mem0site.counters`). What is over is refused, what is left is reported in headers.
When the counters cannot be reached, each process counts by itself (`orgs.alone`): a
limit protects the service and must not be what stops it.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django_ratelimit.core import get_usage
from prometheus_client import Counter

from mem0.exceptions import RateLimitError
from orgs import alone
from orgs.addresses import AnyRequest
from orgs.models import Project
from orgs.pauses import Pause
from orgs.plans import PROJECT_FACTOR, Plan, Rate, plan_of

logger = logging.getLogger(__name__)

PAUSE = Pause(5.0)
"""In which the counters are not asked, after they did not answer."""
degraded = Counter(
    "mem0_ratelimit_degraded_total",
    "Requests that were counted by one process alone.",
)

NO_LIMIT = 2**53 - 1
"""Reported where there is no limit: the largest integer every client reads."""

_full: dict[Window, int] = {}
"""Windows that were full when last looked at, and their ends: who floods is refused
without asking the counters again, so that it costs others as little as can be."""
MOST_FULL = 10_000


@dataclass(frozen=True, slots=True)
class Window:
    """What a request is counted in: whose it is, and how many it may have."""

    group: str
    owner: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Usage:
    """A window with this request in it. `reset` is its end, in Unix seconds."""

    rate: Rate
    count: int
    reset: int

    @property
    def over(self) -> bool:
        """Whether this request was one too many."""
        return self.count > self.rate.limit

    @property
    def remaining(self) -> int:
        """How many more fit."""
        return max(0, self.rate.limit - self.count)

    @property
    def left(self) -> float:
        """What is left of the window, from 1 (all) to 0."""
        return self.remaining / self.rate.limit

    @property
    def wait(self) -> int:
        """Seconds until the window ends, at least one."""
        return max(1, math.ceil(self.reset - time.time()))

    def headers(self) -> dict[str, str]:
        """The three headers clients know."""
        return _headers(self.rate.limit, self.remaining, self.reset)


def admit(request: AnyRequest, key_id: UUID, project: Project) -> dict[str, str]:
    """Count a request of a key; the headers of its answer. Raises `RateLimitError`."""
    plan = plan_of(project.organization)
    if not plan.rates:
        return _headers(NO_LIMIT, NO_LIMIT, int(time.time()) + 60)
    windows = _windows(plan, key_id, project)
    known = _known_full(windows)
    if known is not None:
        raise refusal(known)
    usages = count(request, windows)
    if not usages:
        return {}
    over = [usage for usage in usages if usage.over]
    if over:
        if not PAUSE.lasts:  # a share that is used up says nothing of the whole
            _note_full(windows, usages)
        raise refusal(max(over, key=lambda usage: usage.reset))
    return _headline(usages).headers()


def somebody_floods() -> bool:
    """Whether any window was full when last looked at."""
    return bool(_full)


def known_refusal(key_id: UUID, project: Project) -> RateLimitError | None:
    """What `admit` would raise without counting."""
    plan = plan_of(project.organization)
    known = _known_full(_windows(plan, key_id, project)) if plan.rates else None
    return None if known is None else refusal(known)


def count(request: AnyRequest, windows: Sequence[Window]) -> list[Usage]:
    """Count a request in each window, up to the first that is full.

    Empty when nothing could be counted.
    """
    cache: Any = caches["ratelimit"]
    with cache.collecting() as noted:
        found = [_noted(request, window) for window in windows]
    if not noted:  # django-ratelimit is switched off
        return []
    counts = _counts(cache, noted, [window.rate.limit for window in windows])
    return [
        Usage(window.rate, counted, reset)
        for window, counted, reset in zip(windows, counts, found, strict=False)
    ]


def _counts(cache: Any, noted: Any, limits: list[int]) -> list[int]:
    """The numbers of all windows; those of this process while the counters cannot be
    reached."""
    if not PAUSE.lasts:
        try:
            counts: list[int] = cache.count(noted, limits)
        except ConnectionError as exc:
            PAUSE.begin()
            logger.warning(
                "Each process counts by itself for %s s: %s", PAUSE.seconds, exc
            )
        else:
            return counts
    degraded.inc()
    processes = settings.CONFIGURATION.web_workers
    return alone.count([key for key, _ in noted], limits, processes)


def refusal(usage: Usage, noun: str = "requests") -> RateLimitError:
    """The 429 of a window that is full."""
    seconds = "second" if usage.wait == 1 else "seconds"
    return RateLimitError(
        f"Rate limit exceeded: {usage.rate.limit} {noun} per {usage.rate.word}. "
        f"Try again in {usage.wait} {seconds}.",
        debug_info={
            "retry_after": usage.wait,
            "x_ratelimit_limit": usage.rate.limit,
            "x_ratelimit_remaining": usage.remaining,
            "x_ratelimit_reset": usage.reset,
        },
    )


def _known_full(windows: Sequence[Window]) -> Usage | None:
    """A window that is full and not over yet, as this process knows."""
    if not _full:
        return None
    now = time.time()
    ends = [(_full.get(window, 0), window.rate) for window in windows]
    reset, rate = max(ends, key=lambda pair: pair[0])
    return Usage(rate, rate.limit + 1, reset) if reset > now else None


def _note_full(windows: Sequence[Window], usages: Sequence[Usage]) -> None:
    if len(_full) >= MOST_FULL:
        _full.clear()
    for window, usage in zip(windows, usages, strict=False):
        if usage.over:
            _full[window] = usage.reset


def _windows(plan: Plan, key_id: UUID, project: Project) -> list[Window]:
    """Of the key and, where it lasts, of its project. Narrow windows first: a refused
    burst must not use up the day."""
    key, together = str(key_id), str(project.pk)
    windows = []
    for rate in plan.rates:
        windows.append(Window("api:key", key, rate))
        if rate.seconds > 1:
            ceiling = Rate(rate.limit * PROJECT_FACTOR, rate.seconds)
            windows.append(Window("api:project", together, ceiling))
    return windows


def _noted(request: AnyRequest, window: Window) -> int:
    """Have the cache note the window; its end in Unix seconds."""
    usage = get_usage(
        request,
        group=window.group,
        key=lambda group, request: window.owner,
        rate=(window.rate.limit, window.rate.seconds),
        increment=True,
    )
    left = usage["time_left"] if usage else 0
    # A window lasts to the end of the second that django-ratelimit names.
    return int(time.time()) + left + 1


def _headline(usages: Sequence[Usage]) -> Usage:
    """The minute, unless a longer window has less left. The second is over before
    anybody reads of it, so it is only reported when it refuses."""
    lasting = [usage for usage in usages if usage.rate.seconds > 1] or list(usages)
    return min(lasting, key=lambda usage: (usage.left, usage.rate.seconds))


def _headers(limit: int, remaining: int, reset: int) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": str(reset),
    }
