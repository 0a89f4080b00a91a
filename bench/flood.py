"""What one key that floods costs another tenant, through the API of a running server.

    python -m bench.flood --host http://127.0.0.1:8000 --key QUIET --flooding LOUD

QUIET and LOUD are keys of two organizations; LOUD's should have a plan with limits.
The quiet one stores a few memories and searches them, one request after the other with
a pause in between: first alone, then while the loud one sends searches over several
connections as fast as they are answered. What the loud one gets is counted by status.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from collections import Counter

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
        with Flood(given.host, given.flooding, given.connections) as flood:
            beside = searches(quiet, seconds=given.seconds, pause=given.pause)
    print(f"alone            {line(alone)}")
    print(f"beside the flood {line(beside)}")
    rate = sum(flood.answers.values()) / given.seconds
    told = ", ".join(f"{n} × {status}" for status, n in sorted(flood.answers.items()))
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
    """Searches of another tenant over several connections, while it is open."""

    def __init__(self, host: str, key: str, connections: int) -> None:
        self.host, self.key = host, key
        self.answers: Counter[int] = Counter()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(connections)]

    def __enter__(self) -> Flood:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        with client(self.host, self.key) as api:
            while not self._over.is_set():
                answer = api.post("/v3/memories/search/", json=SEARCH)
                self.answers[answer.status_code] += 1


def line(taken: list[float]) -> str:
    """Count, median and 95th percentile."""
    high = statistics.quantiles(taken, n=20)[-1]
    return (
        f"{len(taken):5} searches, median {statistics.median(taken):6.1f} ms, "
        f"95 % under {high:6.1f} ms"
    )


if __name__ == "__main__":
    main()
