"""What the person at the terminal sees. A terminal that went away must not take the
server down with it, so a failing print is the end of printing and of nothing else.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console as Terminal
from rich.table import Table


class Console:
    def __init__(self) -> None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")
        self._silent = False

    def say(self, text: str = "", end: str = "\n") -> None:
        if self._silent:
            return
        try:
            print(text, end=end, flush=True)
        except OSError:
            self._silent = True

    def complain(self, text: str) -> None:
        try:
            print(f"Error: {text}", file=sys.stderr, flush=True)
        except OSError:
            self._silent = True

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """One line per step: the title at once, the seconds it took when done."""
        started = time.monotonic()
        self.say(f"{title} … ", end="")
        try:
            yield
        except BaseException:
            self.say()
            raise
        self.say(f"{time.monotonic() - started:.1f} s")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns are text; the last one is aligned to the right."""
        table = Table(box=None, pad_edge=False)
        for column in columns[:-1]:
            table.add_column(column, overflow="fold")
        table.add_column(columns[-1], justify="right", no_wrap=True)
        for row in rows:
            table.add_row(*row)
        if not self._silent:
            try:
                Terminal(highlight=False, markup=False).print(table)
            except OSError:
                self._silent = True
