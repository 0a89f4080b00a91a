"""kombu's transport for PostgreSQL as broker, which lets go of what it could not
acknowledge.

Celery logs an acknowledgement that failed and goes on. kombu would count the message
among those that are being worked on for ever, and a worker that has lost as many as it
may hold asks for no more: it lives, reports so, and does nothing. Its queue gives such a
message out again when its time is over.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
from kombu.transport import pgmq


class Channel(pgmq.Channel):
    """One whose place for a message is free again whatever became of the connection."""

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        with self._letting_go(delivery_tag):
            super().basic_ack(delivery_tag, multiple)  # type: ignore[no-untyped-call]

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        with self._letting_go(delivery_tag):
            super().basic_reject(delivery_tag, requeue)  # type: ignore[no-untyped-call]

    @contextlib.contextmanager
    def _letting_go(self, delivery_tag: str) -> Iterator[None]:
        try:
            yield
        except psycopg.Error:
            self.qos.ack(delivery_tag)
            raise


class Transport(pgmq.Transport):
    """What `pgmq://` means to this platform."""

    Channel: Any = Channel
