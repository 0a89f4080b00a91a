"""From answered requests to rows, without keeping anybody waiting.

A request costs its caller an append to a list. A thread of the process writes what
has gathered, every second and once more when the process ends, so that a graceful
stop loses nothing; a process that is killed loses the last second. While the database
does not answer, up to `MOST` items wait, and of more the oldest are forgotten and
counted in `dropped`.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing import util
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DataError, Error, IntegrityError, connections

logger = logging.getLogger(__name__)

MOST = 50_000
"""Items that wait at most."""
BATCH = 2_000
"""Items written in one transaction."""

T = TypeVar("T")
Write = Callable[[Sequence[T]], None]
"""Writes a batch, all or nothing. Raises Django's `DatabaseError`s."""


class Gatherer(Generic[T]):
    """Gathers items and writes them from a thread that starts with the first."""

    def __init__(
        self, write: Write[T], noun: str, database: str, most: int = MOST
    ) -> None:
        """`noun` is for the thread and the log, `database` the connection of `write`."""
        self._write_batch, self._noun, self._database = write, noun, database
        self._most = most
        self.begin()

    def begin(self) -> None:
        """Begin with nothing. So does the child of a fork: its parent has the thread,
        and writes what waits."""
        self.dropped = 0
        self._waiting: deque[T] = deque()
        self._writing = threading.Lock()
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def record(self, item: T) -> None:
        """Take an item; the thread will write it."""
        self._waiting.append(item)
        if len(self._waiting) > self._most:
            self._waiting.popleft()
            self.dropped += 1
        if self._thread is None and settings.USAGE_FLUSH_SECONDS is not None:
            self._start()

    def waiting(self) -> int:
        """How many are not written yet."""
        return len(self._waiting)

    def flush(self) -> int:
        """Write everything that waits; how much that was. Raises `django.db.Error`,
        and then what was not written waits for the next time."""
        written = 0
        with self._writing:
            while taken := self._taken():
                batches = deque(self._apart(taken))
                while batches:
                    self._write_or_keep(batches)
                    written += len(batches.popleft())
        return written

    def stop(self) -> None:
        """Write what waits, for the last time.

        The thread may hold items that it is about to write, and what it has to say of
        them is for a log that is still open: it ends first.
        """
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        if self._waiting:
            self._flush_quietly()

    def _taken(self) -> list[T]:
        count = min(BATCH, len(self._waiting))
        return [self._waiting.popleft() for _ in range(count)]

    def _apart(self, taken: Sequence[T]) -> Sequence[Sequence[T]]:
        """The batches that are written in a transaction each."""
        return [taken]

    def _write_or_keep(self, batches: Sequence[Sequence[T]]) -> None:
        """Write the first; where that fails, all of them wait on, in their order."""
        try:
            self._write(batches[0])
        except Error:
            kept = [item for batch in batches for item in batch]
            self._waiting.extendleft(reversed(kept))
            raise

    def _write(self, batch: Sequence[T]) -> None:
        """Write a batch. Halved until what the database does not take is alone."""
        try:
            self._write_batch(batch)
        except (DataError, IntegrityError):
            if len(batch) == 1:
                self.dropped += 1
                logger.exception("One of the %s could not be recorded", self._noun)
                return
            middle = len(batch) // 2
            self._write(batch[:middle])
            self._write(batch[middle:])

    def _start(self) -> None:
        with self._starting:
            if self._thread is not None:
                return
            self._thread = threading.Thread(
                target=self._run, name=self._noun, daemon=True
            )
            self._thread.start()
        # Whichever of the two this kind of process runs at its end.
        atexit.register(self.stop)
        util.Finalize(None, self.stop, exitpriority=10)

    def _run(self) -> None:
        while not self._stopping.wait(settings.USAGE_FLUSH_SECONDS):
            if self._waiting:
                self._flush_quietly()
        connections.close_all()

    def _flush_quietly(self) -> None:
        connection = connections[self._database]
        connection.close_if_unusable_or_obsolete()
        try:
            self.flush()
        except Exception:  # whatever it is, the next second may be better
            logger.warning(
                "%s %s wait to be recorded",
                len(self._waiting),
                self._noun,
                exc_info=True,
            )
            connection.close()
