"""Dead jobs, brought back: by who owns them, and by who runs the server."""

from __future__ import annotations

from uuid import UUID

from django.db import connections
from django.db.models.functions import Now
from django.utils import timezone

from mem0.exceptions import ConflictError, MemoryNotFoundError
from memories import publishing
from memories.models import Event, EventStatus, JobStatus
from orgs.models import Project
from orgs.tenancy import tenant

UNKNOWN = "Event not found or you don't have permission to access it."
MOST = 1_000
"""Jobs brought back by one command."""


def retry_event(project: Project, event_id: UUID) -> Event:
    """Carry out a failed operation again, from its first attempt.

    Raises `MemoryNotFoundError`, and `ConflictError` where nothing has failed or there
    is nothing to carry out again.
    """
    with tenant(project):
        event: Event | None = project.events.filter(pk=event_id).first()
        if event is None:
            raise MemoryNotFoundError(UNKNOWN)
        job = project.jobs.filter(event=event).values_list("pk", flat=True).first()
        if job is None or not _requeue(project, job):
            msg = "Only an operation that failed in the background can be tried again."
            raise ConflictError(msg)
        event.refresh_from_db()
    publishing.publish_next(project.pk)
    return event


def retry_job(project: Project, job_id: UUID) -> bool:
    """Bring a dead job back; whether it was dead."""
    with tenant(project):
        done = _requeue(project, job_id)
    if done:
        publishing.publish_next(project.pk)
    return done


def retry_dead(project_id: UUID | None = None, job_id: UUID | None = None) -> int:
    """Bring dead jobs back: all, those of a project, or one; how many that were."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT project_id, id FROM memories_job WHERE status = 'dead' "
            "AND (%(project)s::uuid IS NULL OR project_id = %(project)s) "
            "AND (%(job)s::uuid IS NULL OR id = %(job)s) ORDER BY id LIMIT %(most)s",
            {"project": project_id, "job": job_id, "most": MOST},
        )
        dead = cursor.fetchall()
    projects = Project.objects.in_bulk({project for project, _ in dead})
    return sum(retry_job(projects[project], job) for project, job in dead)


def _requeue(project: Project, job_id: UUID) -> bool:
    rows = project.jobs.filter(pk=job_id, status=JobStatus.DEAD)
    if not rows.update(
        status=JobStatus.QUEUED,
        attempts=0,
        run_at=Now(),
        published_at=None,
        finished_at=None,
        error=None,
    ):
        return False
    project.events.filter(job=job_id).update(
        status=EventStatus.PENDING,
        error=None,
        error_code=None,
        completed_at=None,
        updated_at=timezone.now(),
    )
    return True
