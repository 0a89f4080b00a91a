"""What one run of the program works with: the global options and what follows of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from mem0.cli import settings
from mem0.cli.backend import Backend
from mem0.cli.exits import UsageError
from mem0.cli.output import Output


@dataclass
class Session:
    """The global options. The backend is opened when a command needs it."""

    host: str | None
    api_key: str | None
    local: bool
    database: Path | None
    timeout: float
    output: Output

    @contextmanager
    def backend(self) -> Iterator[Backend]:
        """Whoever keeps the memories, until the command is over."""
        opened = self._opened()
        try:
            yield opened
        finally:
            opened.close()

    def _opened(self) -> Backend:
        if self.local:
            from mem0.cli.local import Local  # noqa: PLC0415  the engine, on use

            return Local(self.database)
        from mem0.cli.remote import Remote  # noqa: PLC0415  httpx, on use

        account = settings.account(self.host, self.api_key)
        if not (self.host and self.api_key) and (file := settings.readable_by_others()):
            self.output.note(f"Warning: others can read {file}; run chmod 600 on it.")
        return Remote(account, self.timeout)


def of(context: typer.Context) -> Session:
    """The session of a command."""
    session: Session = context.ensure_object(Session)
    return session


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something that cannot be undone; a script has to say --yes."""
    if yes:
        return
    if not sys.stdin.isatty():
        msg = "Pass --yes to do this without being asked."
        raise UsageError(msg)
    typer.confirm(question, abort=True, err=True)
