"""Half an hour of ordinary work: what the processes hold does not grow with it.

Sizes are printed and their slope is asserted, for the bar is part of the promise. What a
process keeps anyway, its caches and CPython's own, is there after the warm-up.
`SOAK_OUT=docs/benchmarks/soak.json` keeps what was measured for `bench.report`.
"""

from __future__ import annotations

import collections
import itertools
import os
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from bench import results
from bench.load import resident
from tests.jobs.platform import Platform, eventually
from tests.jobs.test_platform_killed import open_jobs

MINUTES = 30
RATE = 10
"""Requests a second, whenever the one before is answered."""
WARM_UP = 24_000
"""Requests before, as fast as a few clients send them."""
CLIENTS = 6
BAR = 0.02
"""Of what is held, an hour."""
PLACES = ("Porto", "Lima", "Oslo", "Quito", "Turin", "Cork", "Ghent", "Izmir")

Body = dict[str, Any]


class Visitors:
    """People who say things nobody said before, ask, and look."""

    def __init__(self, platform: Platform) -> None:
        headers = {"authorization": f"Token {platform.key}"}
        limits = httpx.Limits(max_connections=CLIENTS * 4)
        self.client = httpx.Client(
            base_url=platform.url, headers=headers, timeout=60, limits=limits
        )
        self.drawing = random.Random(7)  # noqa: S311  no secret
        self.statuses: collections.Counter[int] = collections.Counter()

    def visit(self, _number: int = 0) -> None:
        """One request."""
        path, body = self._drawn()
        self.statuses[self.client.post(path, json=body).status_code] += 1

    def _drawn(self) -> tuple[str, Body]:
        draw = self.drawing
        user, place = f"user-{draw.randrange(2_000)}", draw.choice(PLACES)
        ways: list[Callable[[], tuple[str, Body]]] = [
            lambda: ("search/", {"query": f"Who went to {place}?", **_of(user)}),
            lambda: ("?page_size=10", _of(user)),
            lambda: ("add/", self._said(user, place)),
        ]
        (way,) = draw.choices(ways, (50, 20, 30))
        path, body = way()
        return f"/v3/memories/{path}", body

    def _said(self, user: str, place: str) -> Body:
        number = self.drawing.randrange(10**9)
        text = f"I went to {place} with friend{number} on day {number}."
        message = {"role": "user", "content": text}
        infer = self.drawing.random() < 0.5
        return {"messages": [message], "user_id": user, "infer": infer}

    def hurry(self, requests: int) -> None:
        """So many, as fast as they are answered."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            collections.deque(pool.map(self.visit, range(requests)), maxlen=0)

    def stroll(self, seconds: float) -> None:
        """At the rate, whether or not those before are answered."""
        over = threading.Event()
        with ThreadPoolExecutor(CLIENTS * 4) as pool:
            begun = time.monotonic()
            for count in itertools.count():
                due = begun + count / RATE
                if due > begun + seconds:
                    return
                over.wait(max(0.0, due - time.monotonic()))
                pool.submit(self.visit)


def _of(user: str) -> Body:
    return {"filters": {"user_id": user}}


@pytest.mark.long
def test_half_an_hour_of_work_leaves_memory_as_it_was():
    with Platform() as platform:
        visitors = Visitors(platform)
        visitors.hurry(WARM_UP)
        assert eventually(lambda: not open_jobs(platform), seconds=1_800)
        warm = dict(visitors.statuses)
        assert set(warm) <= {200, 429}  # 429: enough jobs wait
        visitors.statuses.clear()
        assert platform.supervisor is not None
        before = platform.memory()
        with resident.watched([platform.supervisor.pid]) as held:
            visitors.stroll(MINUTES * 60)
        growth = held.growth_per_hour()
        measured = held.soaked(MINUTES, sum(visitors.statuses.values()))
        results.write(os.environ.get("SOAK_OUT"), "soak", measured)
        print(  # noqa: T201  the numbers for docs/guarantees.md
            f"warm-up {warm}, then {dict(visitors.statuses)}, held {held.first:.0f} MB "
            f"before, {held.samples[-1][1]:.0f} after, at most {held.most:.0f}, "
            f"growth {growth * 100:+.2f} % an hour; MB before {before}, "
            f"after {platform.memory()}"
        )
        assert set(visitors.statuses) == {200}
        assert growth < BAR
