"""How far a long command is: one line a step, rewritten on a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

OFTEN = 0.2  # seconds between two changes of the line


class Step:
    """One step under way."""

    def __init__(self, title: str, stream: TextIO) -> None:
        self._title, self._stream = title, stream
        self._terminal = stream.isatty()
        self._shown = 0.0
        self.last = ""

    def bytes(self, size: int) -> None:
        """So many bytes by now."""
        self.name(f"{size / 1e6:,.1f} MB")

    def name(self, text: str) -> None:
        """What it is at."""
        self.last = text
        now = time.monotonic()
        if self._terminal and now - self._shown >= OFTEN:
            self._shown = now
            self._stream.write(f"\r\033[K{self._title} … {text}")
            self._stream.flush()


class Progress:
    """Writes to `stream`; where that is no terminal, only the end of each step."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Says how long the block took."""
        started = time.monotonic()
        step = Step(title, self._stream)
        step.name("")
        yield step
        clear = "\r\033[K" if self._stream.isatty() else ""
        seconds = time.monotonic() - started
        size = f", {step.last}" if step.last.endswith(" MB") else ""
        self._stream.write(f"{clear}{title}: {seconds:.1f} s{size}\n")
        self._stream.flush()

    def say(self, text: str) -> None:
        """A line of its own."""
        self._stream.write(f"{text}\n")
        self._stream.flush()
