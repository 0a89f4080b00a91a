"""What a bench measured, as a file that `bench.report` makes tables and plots of.

A result is a JSON object: `bench` (its name), `machine` (`machine()`), and what the bench
adds. `docs/benchmarks/` has those that the documentation shows.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

PACKAGES = ("django", "djangorestframework", "psycopg", "granian", "celery")

Result = dict[str, Any]


def write(path: str | None, bench: str, measured: Result) -> None:
    """Write a result, if a path was given."""
    if path:
        result = {"bench": bench, "machine": machine(), **measured}
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def machine() -> Result:
    """When and on what it was measured; versions are those of the client's side."""
    return {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "load_1m": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "argv": _argv(),
    }


def _argv() -> list[str]:
    """The command without keys and without this machine's folders."""
    program, *given = sys.argv
    secret = {"--quiet", "--busy", "--pids", "--api-key"}
    shown = [
        "…" if before in secret else Path(each).name if each[0] == "/" else each
        for before, each in zip(["", *given], given, strict=False)
    ]
    return [Path(program).parent.name, *shown]
