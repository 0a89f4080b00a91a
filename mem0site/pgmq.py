"""kombu's transport for PostgreSQL as broker, which lets go of what it could not
acknowledge, and looks for the next message as soon as it has a place for it.

Celery logs an acknowledgement that failed and goes on. kombu would count the message
among those that are being worked on for ever, and a worker that has lost as many as it
may hold asks for no more: it lives, reports so, and does nothing. Its queue gives such a
message out again when its time is over.

While a worker holds as many messages as it may, kombu sleeps between two looks, and a
worker of short tasks sleeps most of its time: here an acknowledgement ends the sleep.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Iterator
from queue import Empty
from typing import Any

import psycopg
from kombu.transport import pgmq


class Channel(pgmq.Channel):
    """One whose place for a message is free again whatever became of the connection."""

    connection: Any

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
        finally:
            self.connection.freed.set()


class Transport(pgmq.Transport):
    """What `pgmq://` means to this platform."""

    Channel: Any = Channel
    polling_interval: float

    def __init__(self, client: Any, **options: Any) -> None:
        super().__init__(client, **options)  # type: ignore[no-untyped-call]
        self.freed = threading.Event()
        """Set when a message was let go of; whose thread that is, is open."""

    def drain_events(
        self, connection: Any, timeout: float | None = None, **kwargs: Any
    ) -> None:
        """Deliver what there is, or wait for it; raises TimeoutError after `timeout`
        seconds without any."""
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        cycle: Any = self.cycle
        while True:
            self.freed.clear()
            try:
                cycle.get(self._deliver, timeout=timeout)
            except Empty:
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutError from None
                self.freed.wait(min(left, self.polling_interval))
            else:
                return
