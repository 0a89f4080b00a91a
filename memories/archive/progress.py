"""Says how far a long piece of work is, while its own transaction is open."""

from __future__ import annotations

import threading
import time
from uuid import UUID

from django.db import connection

from memories.archive.models import Transfer
from orgs.tenancy import tenant

EVERY = 2.0
"""Seconds between two words about it."""


class Progress:
    """Called with rows done and rows in all; writes that down now and then.

    The transaction of the work sees nothing of it and others see it at once, so it is
    written by a thread with a connection of its own.
    """

    def __init__(self, project_id: UUID, transfer_id: UUID, phase: str) -> None:
        self.project_id, self.transfer_id, self.phase = project_id, transfer_id, phase
        self._told = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._told < EVERY:
            return
        self._told = time.monotonic()
        writer = threading.Thread(target=self._write, args=(done, total), daemon=True)
        writer.start()
        writer.join()

    def _write(self, done: int, total: int) -> None:
        try:
            with tenant(self.project_id):
                Transfer.unscoped.filter(
                    project_id=self.project_id, pk=self.transfer_id
                ).update(progress={"phase": self.phase, "done": done, "total": total})
        finally:
            connection.close()
