"""How much memory process trees hold while something is done (Linux)."""

from __future__ import annotations

import pathlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

EVERY = 2.0  # seconds between two looks


@dataclass
class Memory:
    """Moments (seconds) and megabytes that the processes allocated."""

    samples: list[tuple[float, float]] = field(default_factory=list)

    @property
    def first(self) -> float:
        """Megabytes at the start."""
        return self.samples[0][1]

    @property
    def most(self) -> float:
        """Megabytes at most; 0 where nothing was looked at."""
        return max((size for _, size in self.samples), default=0.0)

    def growth_per_hour(self) -> float:
        """The slope of a straight line through all samples, as a share of the start."""
        moments, sizes = np.array(self.samples).T
        return float(np.polyfit(moments, sizes, 1)[0] * 3600 / self.first)

    def soaked(self, minutes: float, requests: int) -> dict[str, Any]:
        """The result of a soak (see `bench.results`)."""
        return {
            "minutes": minutes,
            "requests": requests,
            "growth_per_hour": self.growth_per_hour(),
            "memory": self.samples,
        }


@contextmanager
def watched(pids: Sequence[int]) -> Iterator[Memory]:
    """Looks at the processes and all below them while open; not at all without any."""
    memory, over = Memory(), threading.Event()

    def look() -> None:
        while not over.wait(EVERY):
            memory.samples.append((time.monotonic(), megabytes(pids)))

    thread = threading.Thread(target=look, daemon=True)
    if pids:
        memory.samples.append((time.monotonic(), megabytes(pids)))
        thread.start()
    yield memory
    over.set()
    if pids:
        thread.join()


def megabytes(pids: Sequence[int]) -> float:
    """Memory the processes allocated (anonymous pages), without what PostgreSQL's
    share: its buffers fill with the data, whoever of them touches a page first."""
    parents = {}
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
    return sum(_anonymous(pid) for pid in parents if _below(pid, pids, parents)) / 1024


def _below(pid: int, roots: Sequence[int], parents: dict[int, int]) -> bool:
    while pid and pid not in roots:
        pid = parents.get(pid, 0)
    return pid != 0


def _anonymous(pid: int) -> int:
    """Kilobytes."""
    try:
        text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    lines = [line.split() for line in text.splitlines() if line.startswith("Anonymous")]
    return sum(int(parts[1]) for parts in lines)
