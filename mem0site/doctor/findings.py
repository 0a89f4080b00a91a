"""What the doctor says: one sentence for each thing looked at, and what to do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import Error as AnyDatabaseError

from mem0.exceptions import Mem0Error

PATIENCE = 30.0
"""Seconds after which a part counts as one that does not answer."""


class State(StrEnum):
    """`error`: something does not work. `warning`: it works, until it does not."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """`part` is what was looked at; `advice` is empty where nothing is to be done."""

    part: str
    state: State
    found: str
    advice: str = ""


def ok(part: str, found: str) -> Finding:
    return Finding(part, State.OK, found)


def warning(part: str, found: str, advice: str) -> Finding:
    return Finding(part, State.WARNING, found, advice)


def error(part: str, found: str, advice: str) -> Finding:
    return Finding(part, State.ERROR, found, advice)


@dataclass(frozen=True, slots=True)
class Examined:
    """A part and how to look at it; `advice` is for when the look itself fails."""

    part: str
    look: Callable[[], Iterable[Finding]]
    advice: str
    needs_database: bool = False

    def findings(self) -> Iterator[Finding]:
        """Never raises, and never waits for longer than `PATIENCE`."""
        answers: list[Any] = []
        thread = threading.Thread(target=self._answer, args=(answers,), daemon=True)
        thread.start()
        thread.join(PATIENCE)
        if not answers:
            yield error(self.part, f"no answer in {PATIENCE:.0f} s", self.advice)
        elif isinstance(answers[0], Exception):
            yield error(self.part, sentence(answers[0]), self.advice)
        else:
            yield from answers[0]

    def _answer(self, answers: list[Any]) -> None:
        """In a thread of its own, because not every client knows a time limit."""
        from django.db import connections  # noqa: PLC0415  of this thread

        try:
            answers.append(list(self.look()))
        except Exception as exc:
            answers.append(exc)
        finally:
            connections.close_all()


def sentence(exc: Exception) -> str:
    """The first line of an error that comes from outside, without a traceback."""
    if isinstance(exc, Mem0Error):
        return exc.message
    said = (str(exc).strip().splitlines() or [""])[0]
    if isinstance(exc, AnyDatabaseError | OSError) and said:
        return said
    return f"{type(exc).__name__}: {said}" if said else type(exc).__name__
