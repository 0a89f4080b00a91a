"""Storing many rows: several requests side by side, refused lines told apart."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from mem0.cli.backend import Backend
from mem0.cli.rows import Batch
from mem0.exceptions import ValidationError

Advance = Callable[[int, int], None]
"""Told how many rows were stored and how many refused."""


@dataclass(frozen=True)
class Failure:
    """A line that was not stored, and why."""

    line: int
    reason: str


def store(
    backend: Backend, batches: Iterable[Batch], advance: Advance
) -> list[Failure]:
    """Store all rows; the failures are those that were refused for what they hold.

    Any other error (no connection, a wrong key, a full plan) would hit all rows alike
    and ends the import.
    """
    failures: list[Failure] = []
    running: deque[tuple[Batch, Future[list[Failure]]]] = deque()
    pool = ThreadPoolExecutor(backend.jobs)

    def settle() -> None:
        batch, future = running.popleft()
        refused = future.result()
        failures.extend(refused)
        advance(len(batch.rows) - len(refused), len(refused))

    try:
        for batch in batches:
            running.append((batch, pool.submit(_store, backend, batch)))
            if len(running) >= 2 * backend.jobs:
                settle()
        while running:
            settle()
    finally:
        pool.shutdown(cancel_futures=True)
    return failures


def _store(backend: Backend, batch: Batch) -> list[Failure]:
    try:
        backend.store(batch.messages, batch.options, batch.name)
    except ValidationError as exc:
        if len(batch.rows) == 1:
            return [Failure(batch.rows[0].line, exc.message)]
    else:
        return []
    # One of them was refused, and with it all: find out which.
    alone = (
        Batch([row], f"{batch.name}-{number}", batch.options)
        for number, row in enumerate(batch.rows)
    )
    return [failure for each in alone for failure in _store(backend, each)]
