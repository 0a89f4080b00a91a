"""What one key that floods costs another tenant, through the API of a running server.

    python -m bench.flood --host http://127.0.0.1:8000 --key QUIET --flooding LOUD

QUIET and LOUD are keys of two organizations; LOUD's should have a plan with limits.
The quiet one stores a few memories and searches them, one request after the other with
a pause in between: first alone, then while the loud one sends searches over several
connections as fast as they are answered. What the loud one gets is counted by status.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import threading
import time
from collections import Counter
from typing import Any

import httpx

FACTS = 50
SEARCH = {"query": "Which number is it?", "filters": {"user_id": "flood-bench"}}


def main() -> None:
    """Measure twice, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="http://127.0.0.1:8000")
    parser.add_argument("--key", required=True)
    parser.add_argument("--flooding", required=True)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--pause", type=float, default=0.05)
    given = parser.parse_args()
    with client(given.host, given.key) as quiet:
        store(quiet)
        searches(quiet, seconds=2, pause=0)  # warm
        alone = searches(quiet, seconds=given.seconds, pause=given.pause)
        with Flood(given.host, given.flooding, given.connections) as loud:
            beside = searches(quiet, seconds=given.seconds, pause=given.pause)
    print(f"alone            {line(alone)}")
    print(f"beside the flood {line(beside)}")
    rate = sum(loud.answers.values()) / given.seconds
    told = ", ".join(f"{n} × {status}" for status, n in sorted(loud.answers.items()))
    print(f"the flood        {rate:.0f} requests a second: {told}")


def client(host: str, key: str) -> httpx.Client:
    """A connection with a key."""
    headers = {"Authorization": f"Token {key}"}
    return httpx.Client(base_url=host, headers=headers, timeout=60)


def store(api: httpx.Client) -> None:
    """Something to be found."""
    said = [{"role": "user", "content": f"It is number {n}."} for n in range(FACTS)]
    body = {"messages": said, "user_id": "flood-bench", "infer": False}
    api.post("/v3/memories/add/", json=body).raise_for_status()


def searches(api: httpx.Client, *, seconds: float, pause: float) -> list[float]:
    """Milliseconds of each search; all have to succeed."""
    taken, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        api.post("/v3/memories/search/", json=SEARCH).raise_for_status()
        taken.append((time.perf_counter() - start) * 1000)
        time.sleep(pause)
    return taken


class Flood:
    """Searches of another tenant over several connections, while it is open.

    A process of its own and of the lowest priority: a real flood brings its own
    processors, here it must not take the server's.
    """

    def __init__(self, host: str, key: str, connections: int) -> None:
        self.answers: Counter[int] = Counter()
        context = multiprocessing.get_context("spawn")
        self._over, self._told = context.Event(), context.SimpleQueue()
        self._process = context.Process(
            target=flood, args=(host, key, connections, self._over, self._told)
        )

    def __enter__(self) -> Flood:
        self._process.start()
        self._told.get()  # it has begun
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self.answers = self._told.get()
        self._process.join()


def flood(host: str, key: str, connections: int, over: Any, told: Any) -> None:
    """Search until it is over; tells that it begins, and how it was answered."""
    os.nice(19)
    answers: Counter[int] = Counter()

    def send() -> None:
        with client(host, key) as api:
            while not over.is_set():
                status = api.post("/v3/memories/search/", json=SEARCH).status_code
                answers[status] += 1

    threads = [threading.Thread(target=send) for _ in range(connections)]
    for thread in threads:
        thread.start()
    told.put(None)
    for thread in threads:
        thread.join()
    told.put(answers)


def line(taken: list[float]) -> str:
    """Count, median and 95th percentile."""
    high = statistics.quantiles(taken, n=20)[-1]
    return (
        f"{len(taken):5} searches, median {statistics.median(taken):6.1f} ms, "
        f"95 % under {high:6.1f} ms"
    )


if __name__ == "__main__":
    main()
