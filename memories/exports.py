"""Exports: memories in the shape a client asked for, built by a job.

A request is a row with its schema and filter; the job lays the memories out and keeps,
for every property, the memories it came from. What is built stays as it was when it was
built: another request makes another export.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from mem0.exceptions import MemoryNotFoundError
from mem0.memory.filters import Filter, parse
from memories import jobs, waiting
from memories.building import current_records, digest
from memories.models import JobStatus
from memories.models_exports import Export
from memories.structuring import structure
from orgs import audit
from orgs.custody import periods
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.tenancy import tenant

RECEIVED = "Memory export request received. The export will be ready in a few seconds."
RUNNING = "The export is being built. Ask again in a few seconds."
UNKNOWN = "No memory export request found"
PATIENCE = 2.0
"""Seconds a reader waits for an export that is being built, unless it says otherwise."""


def create(
    project: Project,
    *,
    schema: dict[str, Any],
    filters: dict[str, Any],
    where: Filter,
    instructions: str = "",
) -> Export:
    """Take a request for an export: its row and its job, in one transaction."""
    with tenant(project):
        job = jobs.enqueue(project, kind="export", queue="bulk")
        export: Export = project.exports.create(
            schema=schema,
            filters=filters,
            filters_digest=digest(where),
            instructions=instructions,
            job=job,
        )
        audit.record(
            audit.Act.EXPORT_CREATED,
            project=project,
            about=("export", export.pk),
            filters=audit.fingerprint(filters)[:32],
        )
    return export


def build(held: jobs.Claim, project: Project) -> None:
    """Carry out the job of an export."""
    with tenant(project):
        export: Export = project.exports.get(job=held.job_id)
    records = current_records(project, parse(export.filters))
    answer = structure(
        project,
        export.schema,
        records,
        instructions=export.instructions,
        attempts=held.attempts,
        whole=True,
    )
    with tenant(project):
        jobs.finish(held)
        project.exports.filter(pk=export.pk).update(
            data=answer.data,
            evidence=dict(answer.evidence),
            method=answer.method,
            valid=answer.valid,
            memory_count=len(records),
            completed_at=timezone.now(),
        )


def purge() -> int:
    """Delete exports that are older than their project keeps them; how many."""
    deleted = 0
    for project_id, before in periods.exceptions("exports").ends():
        with tenant(project_id):
            old = Project(pk=project_id).exports.filter(completed_at__lt=before)
            deleted += int(old.delete()[0])
    return deleted


def by_id(project: Project, export_id: UUID) -> Export:
    """One export. Raises `MemoryNotFoundError`."""
    return _one(project, {"pk": export_id})


def latest(project: Project, where: Filter) -> Export:
    """The latest export whose filter was this one. Raises `MemoryNotFoundError`."""
    return _one(project, {"filters_digest": digest(where)})


def list_exports(project: Project, page: Page) -> tuple[list[Export], int]:
    """A page of exports, newest first, without their data; and how many there are."""
    rows = project.exports.select_related("job").defer("data", "evidence")
    with tenant(project):
        return part(rows, page, by=["id"]), rows.count()


def finished(project: Project, export: Export, limit: float) -> Export:
    """The export when it is built, or as it is when `limit` seconds are over."""
    return waiting.until(
        lambda: by_id(project, export.pk), lambda row: status(row) != "PENDING", limit
    )


def status(export: Export) -> str:
    """PENDING, SUCCEEDED or FAILED."""
    if export.completed_at is not None:
        return "SUCCEEDED"
    dead = export.job is None or export.job.status == JobStatus.DEAD
    return "FAILED" if dead else "PENDING"


def _one(project: Project, found_by: dict[str, Any]) -> Export:
    with tenant(project):
        rows = project.exports.select_related("job").filter(**found_by)
        export: Export | None = rows.order_by("-id").first()
    if export is None:
        raise MemoryNotFoundError(UNKNOWN)
    return export
