"""Ctrl-C and SIGTERM, turned into one exception at places where it is safe. A signal
that arrives while a child is being started only leaves a note: raising there would lose
track of the child.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """The person at the terminal, or the system, asked for the end."""


class StopSignals:
    """`on_second` is called when a stop is asked for again, while stopping."""

    def __init__(self, on_second: Callable[[], None]) -> None:
        self._on_second = on_second
        self._raises = False
        self.received = 0

    def install(self) -> None:
        for number in SIGNALS:
            signal.signal(number, self.receive)

    def receive(self, *_: object) -> None:
        self.received += 1
        if self.received > 1:
            self._on_second()
        if self._raises:
            self._raises = False
            raise Stopped

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Raises Stopped from the middle of whatever runs inside."""
        self.check()
        self._raises = True
        try:
            yield
        finally:
            self._raises = False

    def check(self) -> None:
        if self.received:
            raise Stopped

    def pause(self, seconds: float) -> None:
        with self.interruptible():
            time.sleep(seconds)
