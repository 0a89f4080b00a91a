"""Celery's doors into the house. A task takes ids, nothing else."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from memories import jobs, services, terms


@shared_task
def run_job(project_id: str, job_id: str) -> None:
    """Carry out one job, if it is still to be done."""
    services.run_job(UUID(project_id), UUID(job_id))


# Not in the queue of the jobs: behind many of them it would never be its turn. And
# without an expiry, since a message that waited is as good as a new one.
@shared_task(queue="beat")
def relay() -> None:
    """Repeat what the broker lost."""
    jobs.relay()


@shared_task(queue="beat", expires=30)
def fold_terms() -> None:
    """Bring the projects' term statistics up to date."""
    terms.fold_all()
