"""Telling the broker of jobs: a hint, which may be lost, and a relay that repeats it.

A project has at most `WINDOW` jobs in the broker at a time. The next one follows
when one is done, so that a flood of one project does not delay another's job.
"""

from __future__ import annotations

import logging
import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models.functions import Now

from memories.models import JobStatus
from orgs import failpoints
from orgs.models import Project
from orgs.pauses import Pause
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

WINDOW = 20
"""Open jobs of one project that may be in the broker at a time."""
SLOW = 1.0
"""Seconds after which a broker that did not take a message kept its caller waiting."""
PAUSE = Pause(10.0)
"""In which no message is sent after that."""
MAX_PUBLICATIONS = 6
"""Messages about a job nobody claimed, after which the wait for it no longer doubles."""


def publish(project_id: UUID, job_id: UUID, queue: str) -> None:
    """Tell the broker. It may be down: the relay will tell it again.

    A broker that kept one caller waiting is left alone for a while, lest every
    request waits for it in turn.
    """
    from memories.tasks import run_job  # noqa: PLC0415  the task calls back in here

    if PAUSE.lasts:
        return
    begun = time.monotonic()
    try:
        limits: dict[str, Any] = settings.JOB_TIME_LIMITS.get(queue, {})
        ids = (str(project_id), str(job_id))
        run_job.apply_async(ids, queue=queue, retry=False, **limits)
    except Exception:  # the broker is outside our walls: any error means "later"
        logger.warning("Job %s could not be published; the relay will.", job_id)
        if time.monotonic() - begun > SLOW:
            PAUSE.begin()


def publish_next(project_id: UUID) -> None:
    """After a job is done, its place in the broker goes to the project's next one."""
    mine = Project(pk=project_id).jobs
    with tenant(project_id):
        waiting = mine.filter(
            status=JobStatus.QUEUED, published_at=None, run_at__lte=Now()
        ).order_by("run_at", "id")
        following = waiting.select_for_update(skip_locked=True).first()
        if following is None:
            return
        mine.filter(pk=following.pk).update(published_at=Now(), publications=1)
        transaction.on_commit(
            lambda: publish(project_id, following.pk, following.queue)
        )


def relay() -> int:
    """Publish what the broker does not know (any more); how many that were.

    Runs across tenants, on the admin connection, and touches ids and times only.
    """
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            RELAY,
            {
                "window": WINDOW,
                "lost": settings.JOB_LOST_AFTER_SECONDS,
                "most": MAX_PUBLICATIONS,
            },
        )
        due = cursor.fetchall()
    failpoints.reached("relay.marked")
    for project_id, job_id, queue in due:
        publish(project_id, job_id, queue)
        failpoints.reached("relay.published")
    return len(due)


# The row lock lets two relays share the work instead of waiting for each other. A job
# that is told again was perhaps not lost but waits behind others: each time doubles the
# patience, lest messages about one job outnumber the jobs that are carried out.
RELAY = """
WITH open AS (
  SELECT id, project_id,
         row_number() OVER (PARTITION BY project_id ORDER BY run_at, id) AS turn
    FROM memories_job
   WHERE status IN ('queued', 'running') AND run_at <= now()
)
UPDATE memories_job
   SET published_at = now(), publications = least(publications + 1, %(most)s)
  FROM (
    SELECT j.id FROM memories_job j JOIN open USING (project_id, id)
     WHERE turn <= %(window)s
       AND (j.published_at IS NULL
            OR j.published_at < now() - interval '1 second'
               * %(lost)s * power(2, greatest(least(j.publications, %(most)s) - 1, 0)))
       AND (j.status = 'queued' OR (j.status = 'running' AND j.lease_until < now()))
     ORDER BY turn, j.run_at LIMIT 500 FOR UPDATE OF j SKIP LOCKED
  ) due
 WHERE memories_job.id = due.id
RETURNING memories_job.project_id, memories_job.id, queue
"""
