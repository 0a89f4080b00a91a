"""PostgreSQL's programs as children: ended when we fail, and never waited for in vain."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

CHUNK = 1 << 20


class Child:
    """A running program. `source` is what it writes, `goal` what it reads."""

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._errors = process, errors
        self.goal, self.source = process.stdin, process.stdout

    def feed(self, text: IO[bytes]) -> threading.Thread:
        """Give it all of `text`, or as much as it takes, while we read its output."""
        thread = threading.Thread(target=_copy, args=(text, self.goal))
        thread.start()
        return thread

    def ended(self) -> int:
        """Its exit code; it gets no more input."""
        with suppress(BrokenPipeError):
            self.goal.close()
        self.source.close()
        return self._process.wait()

    def kill(self) -> None:
        self._process.kill()

    def words(self) -> str:
        """The most telling line of its errors."""
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        grave = [line for line in lines if "error:" in line.lower()]
        return (grave or lines or ["it said nothing"])[0]


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[Child]:
    """Start a program; it is over when the block is, killed when the block fails."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603  programs we found, without a shell
            command,
            env=None if environment is None else dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        child = Child(process, errors)
        try:
            yield child
        except BaseException:
            child.kill()
            raise
        finally:
            child.ended()


def _copy(text: IO[bytes], goal: IO[bytes]) -> None:
    with suppress(BrokenPipeError, ValueError), goal:  # closed, when it ended early
        while chunk := text.read(CHUNK):
            goal.write(chunk)
