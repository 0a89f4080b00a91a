"""Requests gather here, and are written a moment later: see `orgs.gathering`."""

from __future__ import annotations

import os

from orgs.gathering import MOST, Gatherer
from orgs.usage import writing
from orgs.usage.observation import Observation


class Recorder(Gatherer[Observation]):
    """Gathers what was observed of requests."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__(writing.write, "requests", writing.DATABASE, most)


RECORDER = Recorder()
"""The process's own."""
os.register_at_fork(after_in_child=RECORDER.begin)
