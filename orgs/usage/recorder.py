"""From answered requests to rows, without keeping anybody waiting.

A request costs its caller an append to a list. A thread of the process writes what
has gathered, every second and once more when the process ends, so that a graceful
stop loses nothing; a process that is killed loses the last second. While the database
does not answer, up to `MOST` requests wait, and of more the oldest are forgotten and
counted in `dropped`.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from collections import deque
from collections.abc import Sequence
from multiprocessing import util

from django.conf import settings
from django.db import DataError, Error, IntegrityError, connections

from orgs.usage import writing
from orgs.usage.observation import Observation

logger = logging.getLogger(__name__)

MOST = 50_000
"""Requests that wait at most."""
BATCH = 2_000
"""Requests written in one transaction."""


class Recorder:
    """Gathers observations and writes them from a thread that starts with the first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.begin()

    def begin(self) -> None:
        """Begin with nothing. So does the child of a fork: its parent has the thread,
        and writes what waits."""
        self.dropped = 0
        self._waiting: deque[Observation] = deque()
        self._writing = threading.Lock()
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def record(self, seen: Observation) -> None:
        """Take a request; the thread will write it."""
        self._waiting.append(seen)
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
            while batch := self._taken():
                try:
                    self._write(batch)
                except Error:
                    self._waiting.extendleft(reversed(batch))
                    raise
                written += len(batch)
        return written

    def stop(self) -> None:
        """Write what waits, for the last time."""
        self._stopping.set()
        if self._waiting:
            self._flush_quietly()

    def _taken(self) -> list[Observation]:
        count = min(BATCH, len(self._waiting))
        return [self._waiting.popleft() for _ in range(count)]

    def _write(self, batch: Sequence[Observation]) -> None:
        """Write a batch. Halved until what the database does not take is alone."""
        try:
            writing.write(batch)
        except (DataError, IntegrityError):
            if len(batch) == 1:
                self.dropped += 1
                logger.exception("A request could not be recorded")
                return
            middle = len(batch) // 2
            self._write(batch[:middle])
            self._write(batch[middle:])

    def _start(self) -> None:
        with self._starting:
            if self._thread is not None:
                return
            self._thread = threading.Thread(target=self._run, name="usage", daemon=True)
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
        connection = connections[writing.DATABASE]
        connection.close_if_unusable_or_obsolete()
        try:
            self.flush()
        except Exception:  # whatever it is, the next second may be better
            logger.warning(
                "%s requests wait to be recorded", len(self._waiting), exc_info=True
            )
            connection.close()


RECORDER = Recorder()
"""The process's own."""
os.register_at_fork(after_in_child=RECORDER.begin)
