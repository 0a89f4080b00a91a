"""The thread that owns the postmaster: it starts it, waits for it, and starts it again
when it dies. One thread for the whole life, because the kernel ties a leash to the
thread that made the child, not to the process.
"""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable

from mem0site.embedded.restarts import MOST_DEATHS, WINDOW, Restarts

Spawn = Callable[[], subprocess.Popen[bytes]]


class Keeper(threading.Thread):
    """`failure` holds a sentence once the server is given up."""

    def __init__(self, spawn: Spawn, tidy: Callable[[], None]) -> None:
        super().__init__(name="postgres-keeper", daemon=True)
        self._spawn, self._tidy = spawn, tidy
        self._stopping = threading.Event()
        self._served = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts = Restarts()
        self.failure: str | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def has_served(self) -> None:
        """From now on a death is answered by a restart, not by giving up."""
        self._served.set()

    def run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._process = self._spawn()
                code = self._process.wait()
                if not self._stopping.is_set():
                    self._answer_death(code)
        except OSError as error:
            self.failure = f"PostgreSQL cannot be started: {error}."

    def _answer_death(self, code: int) -> None:
        delay = self._restarts.after_death(time.monotonic())
        if not self._served.is_set():
            self.failure = f"PostgreSQL ended while starting (code {code})"
        elif delay is None:
            self.failure = (
                f"PostgreSQL died {MOST_DEATHS} times in {WINDOW:.0f} seconds"
            )
        else:
            self._tidy()
            self._stopping.wait(delay)
            return
        self._stopping.set()

    def hurry(self) -> None:
        """Immediate shutdown, while `stop` is still waiting for the fast one."""
        if self._process is not None and self.is_alive():
            self._process.send_signal(signal.SIGQUIT)

    def stop(self, patience: float) -> None:
        """Fast shutdown, then immediate shutdown, then SIGKILL; returns when over.

        A server that has just begun its recovery can miss the first of the three.
        """
        self._stopping.set()
        steps = (
            (signal.SIGINT, patience),
            (signal.SIGQUIT, 5.0),
            (signal.SIGKILL, 5.0),
        )
        for number, seconds in steps:
            if self._process is not None and self.is_alive():
                self._process.send_signal(number)
            self.join(seconds)
