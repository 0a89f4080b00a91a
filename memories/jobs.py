"""Accepted work that survives everything: rows, leases, fences.

The row is written in the transaction that accepts the request; the broker gets
the id after commit and may lose it, because a relay repeats what was lost (`memories.publishing`). A
worker claims a job with a lease and a fence, thinks outside any transaction, and
commits the effect together with `done` under that fence. So executions may
repeat, and effects cannot.

Times are the database's own: the clocks of web servers and workers may differ.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import random
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from mem0.exceptions import (
    LLMOutputError,
    Mem0Error,
    ProviderDownError,
    RateLimitError,
    UnavailableError,
)
from memories import publishing
from memories.models import OPEN, Event, EventStatus, Job, JobStatus
from orgs import failpoints
from orgs.models import Project
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

BACKLOG = 20_000
"""Open jobs of one project before new ones are refused (429)."""
MAX_ATTEMPTS = 8
"""Attempts of a job whose failures may pass."""
MAX_CLAIMS = 20
"""Claims of a job whose workers die before they can say what failed."""
PATIENCE = dt.timedelta(hours=24)
"""Age of a job at which it no longer waits for a provider that is down."""
MAX_DELAY = 900.0


class LeaseLostError(Exception):
    """Another worker has the job now; whatever this one did must not be kept."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of this worker."""

    job_id: UUID
    project_id: UUID
    kind: str
    event_id: UUID | None
    payload: dict[str, Any]
    fence: int
    attempts: int
    age: dt.timedelta


def enqueue(
    project: Project,
    *,
    kind: str,
    event: Event | None = None,
    queue: str = "extract",
    payload: Mapping[str, Any] | None = None,
    after: float = 0,
) -> Job:
    """Write a job into the tenant's open transaction and publish it after commit, or
    leave it to the relay when it is due `after` some seconds.

    Raises `RateLimitError` when the project has too many jobs waiting.
    """
    waiting = project.jobs.filter(status__in=OPEN).count()
    if waiting >= BACKLOG:
        msg = f"{waiting} operations of this project are waiting. Try again in 30 seconds."
        raise RateLimitError(msg, debug_info={"retry_after": 30})
    at_once = waiting < publishing.WINDOW and not after
    job = project.jobs.create(
        kind=kind,
        event=event,
        queue=queue,
        payload=dict(payload or {}),
        run_at=Now() + dt.timedelta(seconds=after),
        published_at=Now() if at_once else None,
        publications=int(at_once),
    )
    if at_once:
        transaction.on_commit(lambda: _hint(project.pk, job.pk, queue))
    return job


def _hint(project_id: UUID, job_id: UUID, queue: str) -> None:
    failpoints.reached("web.committed")
    publishing.publish(project_id, job_id, queue)


def claim(project_id: UUID, job_id: UUID) -> Claim | None:
    """Take a due job, or None when somebody else has it or it is done."""
    held = _claim(project_id, job_id)
    if held is None or held.attempts <= MAX_CLAIMS:
        return held
    msg = f"The worker ended {MAX_CLAIMS} times while it carried this out."
    fail(held, Mem0Error(msg, error_code="worker_lost"))
    return None


def _claim(project_id: UUID, job_id: UUID) -> Claim | None:
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE memories_job
               SET status = 'running', fence = fence + 1, attempts = attempts + 1,
                   publications = 0, lease_until = now() + %s * interval '1 second'
             WHERE project_id = %s AND id = %s AND run_at <= now()
               AND (status = 'queued' OR (status = 'running' AND lease_until < now()))
            RETURNING kind, event_id, payload::text, fence, attempts, now() - created_at
            """,
            [settings.JOB_LEASE_SECONDS, project_id, job_id],
        )
        row = cursor.fetchone()
        if row is None:
            return None
        kind, event_id, payload, fence, attempts, age = row
        if event_id is not None:
            Event.unscoped.filter(project_id=project_id, pk=event_id).exclude(
                status=EventStatus.SUCCEEDED
            ).update(
                status=EventStatus.RUNNING,
                started_at=timezone.now(),
                updated_at=timezone.now(),
            )
    told = _json(payload)
    return Claim(job_id, project_id, kind, event_id, told, fence, attempts, age)


def finish(held: Claim) -> None:
    """Mark the job done, inside the transaction of its effect.

    Raises `LeaseLostError`, which must roll that transaction back.
    """
    done = _mine(held).update(
        status=JobStatus.DONE, finished_at=Now(), lease_until=None, error=None
    )
    if not done:
        raise LeaseLostError


def carry_on(held: Claim) -> None:
    """A part of the effect is there, inside its transaction: failures count anew.

    Raises `LeaseLostError`, which must roll that transaction back.
    """
    if not _mine(held).update(attempts=0):
        raise LeaseLostError


def again(held: Claim, *, seconds: float) -> None:
    """Let go of a job that has more to do; it is taken up later where it stopped."""
    with tenant(held.project_id):
        _mine(held).update(
            status=JobStatus.QUEUED,
            run_at=Now() + dt.timedelta(seconds=seconds),
            published_at=None,
            lease_until=None,
            attempts=0,
        )


def failure(error: Exception) -> Mem0Error:
    """Any error as one of ours, with a sentence a person can read.

    What ends by itself (a database that restarts, a time limit) may be retried.
    """
    if isinstance(error, Mem0Error):
        return error
    if isinstance(error, SoftTimeLimitExceeded):
        return UnavailableError("The operation took longer than a job may take.")
    if isinstance(error, OperationalError | InterfaceError):
        return UnavailableError("The database was not available.")
    logger.error("An operation failed.", exc_info=error)
    return Mem0Error(
        f"Internal error ({type(error).__name__}).", error_code="internal_error"
    )


def fail(held: Claim, error: Mem0Error) -> None:
    """Try again later when that can help, else end the job and say why.

    Nothing happens when another worker has the job by now. To wait for a provider that
    is down is no attempt.
    """
    waits = isinstance(error, ProviderDownError) and held.age < PATIENCE
    # The engine has asked the model twice; a third answer would be no better.
    hopeless = isinstance(error, LLMOutputError)
    may_pass = error.retryable and not hopeless and held.attempts < MAX_ATTEMPTS
    ended = not (waits or may_pass)
    changes: dict[str, Any] = {"lease_until": None, "error": error.message}
    if waits:
        changes["attempts"] = held.attempts - 1
    if ended:
        changes |= {"status": JobStatus.DEAD, "finished_at": Now()}
    else:
        wait = dt.timedelta(seconds=delay(held.attempts, error))
        changes |= {"status": JobStatus.QUEUED, "run_at": Now() + wait}
        changes |= {"published_at": None}
    with tenant(held.project_id):
        if _mine(held).update(**changes):
            _tell(held, error, ended=ended)


def _mine(held: Claim) -> QuerySet[Any]:
    """The job, as long as it is in the hands that claimed it."""
    mine: QuerySet[Any] = Job.unscoped.filter(
        project_id=held.project_id,
        pk=held.job_id,
        fence=held.fence,
        status=JobStatus.RUNNING,
    )
    return mine


def delay(attempts: int, error: Mem0Error) -> float:
    """Seconds until the next attempt: doubling from 5, at most 15 minutes, jittered."""
    asked = error.debug_info.get("retry_after") or error.details.get("retry_after")
    if isinstance(asked, int | float) and 0 < asked <= MAX_DELAY:
        return float(asked)
    spread = random.uniform(0.5, 1.5)  # noqa: S311  jitter, not a secret
    return min(2.0**attempts * 2.5, MAX_DELAY) * spread


def _tell(held: Claim, error: Mem0Error, *, ended: bool) -> None:
    """Say on the event what failed, and whether that is the end of it."""
    if held.event_id is None:
        return
    now = timezone.now()
    changes: dict[str, Any] = {
        "status": EventStatus.FAILED if ended else EventStatus.PENDING,
        "error": error.message,
        "error_code": error.error_code,
        "updated_at": now,
    }
    if ended:
        changes["completed_at"] = now
    Event.unscoped.filter(project_id=held.project_id, pk=held.event_id).update(
        **changes
    )


@contextlib.contextmanager
def leased(held: Claim) -> Iterator[None]:
    """Keeps the lease alive while the work goes on, from a thread of its own."""
    stop = threading.Event()
    beat = threading.Thread(target=_extend, args=(held, stop), daemon=True)
    beat.start()
    try:
        yield
    finally:
        stop.set()


def _extend(held: Claim, stop: threading.Event) -> None:
    while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
        try:
            extended = extend(held)
        except DatabaseError:  # it may be back before the lease ends
            logger.warning("The lease of job %s could not be extended.", held.job_id)
        else:
            if not extended:
                break
        finally:
            connection.close()


def extend(held: Claim) -> bool:
    """Hold the job for another lease, counted from now; whether it is still held."""
    lease = dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)
    with tenant(held.project_id):
        return bool(_mine(held).update(lease_until=Now() + lease))


def _json(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = orjson.loads(text)
    return loaded
