"""Writes that a request need not wait for: what was read, and what a search returned.

A request appends to a list of its process; a thread writes what has gathered a moment
later, all of one kind at once, in a transaction that does not wait for the disk. A graceful stop
writes the rest; a process that is killed loses the last moment of it. Nothing whose
loss would be noticed by a client may come here.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from multiprocessing import util
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, connections

from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two writes."""
MOST = 20_000
"""Writes that wait at most, while the database is away; the oldest are given up."""

Write = Callable[[Sequence[Any]], None]
"""Writes items of one kind, inside the transaction of their project. If their order
matters to others who write the same rows, it puts them in order."""


class Behind:
    """What waits in this process; its thread starts with the first."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin with nothing, as the child of a fork does: its parent has the thread."""
        self._waiting: deque[tuple[UUID, Write, Any]] = deque(maxlen=MOST)
        self._writing = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, project_id: UUID, write: Write, item: Any) -> None:
        """Give the item to `write` soon, with the others of its project and kind."""
        self._waiting.append((project_id, write, item))
        if settings.USAGE_FLUSH_SECONDS is None:  # nothing is written by itself
            self.flush()
        elif self._thread is None:
            self._start()

    def flush(self) -> None:
        """Write what waits. What the database refuses is lost, and said so."""
        with self._writing:
            taken: dict[tuple[UUID, Write], list[Any]] = defaultdict(list)
            while self._waiting:
                project_id, write, item = self._waiting.popleft()
                taken[project_id, write].append(item)
            for (project_id, write), items in taken.items():
                _carry_out(project_id, write, items)

    def stop(self) -> None:
        """Write what waits, for the last time."""
        self._stopping.set()
        self.flush()

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="behind", daemon=True)
        self._thread.start()
        # Whichever of the two this kind of process runs at its end.
        atexit.register(self.stop)
        util.Finalize(None, self.stop, exitpriority=10)

    def _run(self) -> None:
        while not self._stopping.wait(EVERY):
            if self._waiting:
                connection.close_if_unusable_or_obsolete()
                self.flush()
        connections.close_all()


BEHIND = Behind()
"""The process's own."""
os.register_at_fork(after_in_child=BEHIND.begin)


def _carry_out(project_id: UUID, write: Write, items: list[Any]) -> None:
    try:
        with tenant(project_id), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            write(items)
    except DatabaseError:
        if len(items) == 1:
            logger.warning(
                "What a request left behind was not recorded.", exc_info=True
            )
            return
        for item in items:
            _carry_out(project_id, write, [item])
