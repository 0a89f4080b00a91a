"""The Celery application and the worker's heartbeat. The heartbeat is a row, not a
message: the remote control of Celery does not work on every broker, and a worker that
lost its database is not healthy however well it talks to its broker.
"""

from __future__ import annotations

import logging
import logging.config
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import (
    after_task_publish,
    beat_init,
    setup_logging,
    task_prerun,
    worker_ready,
    worker_shutting_down,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mem0site.settings")
# The `celery` command copies BROKER_URL to this variable, which overrides the settings;
# Celery itself cannot read every form of it that the settings can.
os.environ.pop("CELERY_BROKER_URL", None)

app = Celery("mem0site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Celery closes every connection after every task, and opening one is a quarter of what
# a short task takes. This many times it leaves them alone (see `keep_connections`).
app.conf.CELERY_DB_REUSE_MAX = 1_000


@setup_logging.connect
def log_as_the_site_does(**_: object) -> None:
    """Celery would put its own handlers in the place of ours."""
    from django.conf import settings  # noqa: PLC0415  not loaded yet

    logging.config.dictConfig(settings.LOGGING)


@task_prerun.connect
def keep_connections(**_: object) -> None:
    """As between two requests: one that is too old or broken does not meet a task."""
    from django.db import close_old_connections  # noqa: PLC0415  not loaded yet

    close_old_connections()


BEAT_EVERY = 10.0  # seconds
logger = logging.getLogger(__name__)


class Heartbeat(threading.Thread):
    """Calls `beat` now and every `every` seconds; a failure is logged and outlived."""

    def __init__(self, beat: Callable[[], None], every: float = BEAT_EVERY) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._beat, self._every = beat, every
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._beat()
            except Exception:
                logger.exception("The heartbeat could not be recorded")
            self._stopping.wait(self._every)

    def stop(self) -> None:
        self._stopping.set()


def touch() -> None:
    """A sign of life for who looks at this process alone, whatever the database does."""
    from django.conf import settings  # noqa: PLC0415  not loaded yet

    if settings.ALIVE_FILE:
        Path(settings.ALIVE_FILE).touch()


def record() -> None:
    """One heartbeat of this worker, on a connection that is known to be usable."""
    touch()
    # Django is not loaded yet when its settings import this package.
    from django.db import close_old_connections  # noqa: PLC0415

    from mem0site.health import record_heartbeat  # noqa: PLC0415

    close_old_connections()
    record_heartbeat("worker")


@beat_init.connect
def watch_scheduler(**_: object) -> None:
    """Where a test may end the scheduler: it has sent a task and not noted that."""
    from orgs import failpoints  # noqa: PLC0415  Django is not loaded yet

    after_task_publish.connect(lambda **_: failpoints.reached("beat.sent"), weak=False)


@worker_ready.connect
def start_heartbeat(sender: Any, **_: object) -> None:
    if sender.app is not app:
        return
    heartbeat = Heartbeat(record)
    heartbeat.start()
    worker_shutting_down.connect(lambda **_: heartbeat.stop(), weak=False)


@beat_init.connect
def start_signs_of_life(**_: object) -> None:
    Heartbeat(touch).start()
