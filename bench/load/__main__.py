"""What load does to latency, to a neighbour and to memory, over the API of a running server.

    python -m bench.load --host URL --quiet KEY --busy KEY[,KEY…] [--capacity N] [--pids PIDS] [--out FILE]
    python -m bench.load --host URL --quiet KEY --busy KEY --soak MINUTES --pids PIDS

First the quiet tenant alone, then with the busy ones at 50, 100 and 500 % of what the server
can do (measured with as many clients as answer, unless it is given), then the time it takes
until a search is as fast as before. The busy tenants have a webhook, whose delay is measured
if the server reaches loopback (OUTBOUND_ALLOWED_HOSTS=127.0.0.1). `--soak` sends half of the
capacity for as long and reports how the memory of the server's processes grows. `--out FILE`
writes what `bench.report` makes tables and plots of.
"""

from __future__ import annotations

import argparse
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import httpx

from bench import results
from bench.load import k6, receiver, resident

TENANTS = ("quiet", "busy")
WARM_UP = 600
"""Seconds before a soak."""
STEPS = (0.0, 0.5, 1.0, 5.0)
SEARCH = {"query": "Who went to Porto?", "filters": {"user_id": "load-1"}}
SAID = [{"role": "user", "content": "Went to Porto with Ana."}]
REQUESTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/v3/memories/search/", SEARCH),
    ("/v3/memories/add/", {"messages": SAID, "user_id": "load-1", "infer": False}),
    ("/v3/memories/", {"filters": {"user_id": "load-1"}}),
)
SHARES = (65, 20, 15)
PLACES = ("Porto", "Lima", "Oslo", "Quito", "Turin", "Cork", "Ghent", "Izmir")


def main() -> None:
    """Fill, measure, print tables."""
    given = arguments()
    pids = [int(pid) for pid in given.pids.split(",") if pid]
    load = k6.Load(
        given.host, given.quiet, tuple(given.busy.split(",")), given.seconds, 0
    )
    for key in (load.quiet_key, *load.busy_keys):
        fill(load.host, key)
    capacity = given.capacity or measured_capacity(load)
    print(f"capacity: {capacity} requests a second")
    if given.soak:
        half = replace(load, rate=max(1, capacity // 2))
        results.write(given.out, "soak", soak(half, given.soak, pids))
        return
    with ExitStack() as opened:
        busy = [opened.enter_context(client(load.host, key)) for key in load.busy_keys]
        hooks = opened.enter_context(receiver.receiving(busy))
        measured = steps(load, capacity, pids, hooks)
    results.write(given.out, "load", {"capacity": capacity, **measured})


def steps(
    load: k6.Load, capacity: int, pids: list[int], hooks: receiver.Receiver
) -> dict[str, Any]:
    """The quiet tenant alone, then beside more and more, then alone again."""
    calm = statistics.median(searches(load, 50))
    measured = []
    for share in STEPS:
        hooks.taken()  # the rest of the step before
        with resident.watched(pids) as memory:
            metrics = k6.run(replace(load, rate=round(capacity * share)))
        measured.append({
            "share": share, **told(metrics), "memory": {"most": memory.most},
            "webhooks": hooks.taken(),
        })  # fmt: skip
        report(measured[-1], memory)
    seconds = recovery(load, calm)
    print(f"\nas fast as before after {seconds:.1f} s")
    return {"steps": measured, "recovery_seconds": seconds}


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="http://127.0.0.1:8000")
    parser.add_argument("--quiet", required=True, help="key of the quiet tenant")
    parser.add_argument("--busy", required=True, help="keys of the busy tenants")
    parser.add_argument("--capacity", type=int, default=0, help="requests a second")
    parser.add_argument("--seconds", type=int, default=30, help="of each step")
    parser.add_argument("--soak", type=float, default=0, help="minutes")
    parser.add_argument("--pids", default="", help="process ids, comma separated")
    parser.add_argument("--out", help="write the result as JSON")
    return parser.parse_args()


def fill(host: str, key: str) -> None:
    """Something to be found: eight memories for each of fifty people."""
    with client(host, key) as api:
        for person in range(50):
            said = [
                {"role": "user", "content": f"Friend {person} went to {place}."}
                for place in PLACES
            ]
            body = {"messages": said, "user_id": f"load-{person}", "infer": False}
            api.post("/v3/memories/add/", json=body).raise_for_status()


def measured_capacity(load: k6.Load, clients: int = 8, seconds: float = 10) -> int:
    """Requests a second that clients get who send one after the other, searches, adds
    and lists in the shares of the scenario."""
    answers: Counter[int] = Counter()
    end = time.monotonic() + seconds

    def send() -> None:
        with client(load.host, load.busy_keys[0]) as api:
            while time.monotonic() < end:
                ((path, body),) = random.choices(REQUESTS, SHARES)
                answers[api.post(path, json=body).status_code] += 1

    threads = [threading.Thread(target=send) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(1, round(answers[200] / seconds))


def soak(load: k6.Load, minutes: float, pids: list[int]) -> dict[str, Any]:
    """Half of the capacity for as long; memory from the start to the end."""
    k6.run(replace(load, seconds=WARM_UP))  # what a process keeps anyway is there then
    with resident.watched(pids) as memory:
        metrics = k6.run(replace(load, seconds=round(minutes * 60)))
    step = {"share": 0.5, **told(metrics)}
    report(step, memory)
    print(f"growth: {memory.growth_per_hour() * 100:+.1f} % an hour")
    sent = sum(sum(counts.values()) for counts in step["statuses"].values())
    return memory.soaked(minutes, sent)


def recovery(load: k6.Load, calm: float) -> float:
    """Seconds until ten searches in a row take less than twice as long as before."""
    start, row = time.monotonic(), 0
    with client(load.host, load.quiet_key) as api:
        while row < 10 and time.monotonic() < start + 120:
            row = row + 1 if timed(api) < 2 * calm else 0
    return time.monotonic() - start


def searches(load: k6.Load, count: int) -> list[float]:
    """Milliseconds of searches, one after the other."""
    with client(load.host, load.quiet_key) as api:
        return [timed(api) for _ in range(count)]


def timed(api: httpx.Client) -> float:
    """Milliseconds of a search."""
    start = time.perf_counter()
    api.post("/v3/memories/search/", json=SEARCH)
    return (time.perf_counter() - start) * 1000


@contextmanager
def client(host: str, key: str) -> Iterator[httpx.Client]:
    """A connection with a key."""
    headers = {"Authorization": f"Token {key}"}
    with httpx.Client(base_url=host, headers=headers, timeout=60) as api:
        yield api


def told(metrics: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds by tenant, operation and percentile; statuses; what was not sent."""
    return {
        **{
            tenant: {
                op: values
                for op in ("search", "add", "list")
                if (values := k6.latencies(metrics, tenant, op))
            }
            for tenant in TENANTS
        },
        "statuses": {tenant: k6.statuses(metrics, tenant) for tenant in TENANTS},
        "dropped": k6.dropped(metrics),
    }


def report(step: dict[str, Any], memory: resident.Memory) -> None:
    """One step of the load."""
    print(f"\n{step['share'] * 100:.0f} % of capacity; {step['dropped']} not sent")
    columns = "".join(f"{name:>9}" for name in k6.PERCENTILES)
    print(f"{'milliseconds':20}{'n':>7}{columns}")
    for tenant in TENANTS:
        for op, values in step[tenant].items():
            cells = "".join(f"{values[name]:9.1f}" for name in k6.PERCENTILES)
            print(f"{tenant + ' ' + op:20}{values['count']:7.0f}{cells}")
    for tenant in TENANTS:
        counts = step["statuses"][tenant]
        listed = ", ".join(f"{count} × {status}" for status, count in counts.items())
        print(f"{tenant}: {listed or 'nothing'}")
    if hooks := step.get("webhooks"):
        print(
            f"webhooks: {hooks['count']:.0f}, {hooks['med']:.0f} ms after the change in "
            f"the median, {hooks['p(95)']:.0f} ms in 95 %"
        )
    if memory.samples:
        print(f"memory: {memory.first:.0f} MB before, at most {memory.most:.0f} MB")


if __name__ == "__main__":
    main()
