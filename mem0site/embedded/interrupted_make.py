"""Notices a `make` that was told to stop. GNU make forwards SIGTERM to its recipe, but
on SIGINT it only waits for the recipe to end, expecting the terminal to have told it.
When the signal was sent to make alone, both would wait for ever; what shows is that
make no longer catches SIGINT, because its handler first gives that up.
"""

from __future__ import annotations

import signal
from pathlib import Path

PROC = Path("/proc")


class InterruptedMake:
    """Watches one parent; it never gives up where there is no /proc to ask."""

    def __init__(self, parent: int) -> None:
        self._parent = PROC / str(parent)
        self._caught = self._is_make() and self._catches_interrupt()

    def gave_up(self) -> bool:
        return self._caught and not self._catches_interrupt()

    def _is_make(self) -> bool:
        try:
            return (self._parent / "comm").read_text().strip() in {"make", "gmake"}
        except OSError:
            return False

    def _catches_interrupt(self) -> bool:
        try:
            lines = (self._parent / "status").read_text().splitlines()
        except OSError:
            return False
        mask = next((line for line in lines if line.startswith("SigCgt:")), "SigCgt: 0")
        return bool(int(mask.split()[1], 16) >> (signal.SIGINT - 1) & 1)
