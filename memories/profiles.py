"""Profiles: what is known of one user, kept in the project's own shape.

A project says once which properties a profile has; a run then lays out each user's
memories in that shape (the same code as exports) and keeps which memories every
property came from. A run is one job, and its effects commit together.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from mem0.exceptions import Mem0Error, MemoryNotFoundError
from mem0.memory.filters import Condition
from memories import jobs
from memories.building import current, current_records
from memories.mapping import Answer
from memories.models import EventStatus
from memories.models_exports import Profile, ProfileRun, ProfileSettings, ProfileStatus
from memories.profile_settings import read
from memories.store import ProjectStore
from memories.structuring import PATIENCE, structure
from orgs.models import Project
from orgs.tenancy import tenant

USER = "user"
"""The one entity type that has profiles."""
NOT_ENABLED = "not_enabled"


@dataclass(frozen=True, slots=True)
class Made:
    """What a run found out about one entity."""

    entity_id: str
    status: ProfileStatus
    memory_count: int
    answer: Answer | None = None
    error: str | None = None


def profile(project: Project, entity_id: str) -> tuple[Profile, str]:
    """A user's profile (unsaved if never made) and its status.

    Raises `MemoryNotFoundError` for a user nobody has heard of.
    """
    settings = read(project)
    with tenant(project):
        if not project.entities.filter(type=USER, name=entity_id).exists():
            raise MemoryNotFoundError("Entity not found")
        found: Profile | None = project.profiles.filter(
            entity_type=USER, entity_id=entity_id
        ).first()
        waiting = project.profile_runs.filter(
            completed_at=None,
            entity_ids__contains=[entity_id],
            job__status__in=["queued", "running"],
        ).exists()
    kept = found or Profile(entity_type=USER, entity_id=entity_id)
    if not settings.enabled or not settings.schema:
        return kept, NOT_ENABLED
    if waiting:
        return kept, ProfileStatus.PENDING
    if found is None and not _memories(project, entity_id):
        return kept, ProfileStatus.INSUFFICIENT
    return kept, kept.status


def build(held: jobs.Claim, project: Project) -> None:
    """Carry out the job of a run."""
    with tenant(project):
        run: ProfileRun = project.profile_runs.get(job=held.job_id)
    settings = read(project)
    made = [_make(project, settings, each, held.attempts) for each in run.entity_ids]
    now = timezone.now()
    counts = {
        "succeeded": sum(each.status == ProfileStatus.SUCCEEDED for each in made),
        "failed": sum(each.status == ProfileStatus.FAILED for each in made),
        "skipped": sum(each.status == ProfileStatus.INSUFFICIENT for each in made),
    }
    with tenant(project):
        jobs.finish(held)
        for each in made:
            _keep(project, settings, each)
        project.profile_runs.filter(pk=run.pk).update(completed_at=now, **counts)
        project.events.filter(job=held.job_id).update(
            status=EventStatus.SUCCEEDED,
            metadata=counts,
            error=None,
            error_code=None,
            updated_at=now,
            completed_at=now,
        )


def _make(
    project: Project, settings: ProfileSettings, entity_id: str, attempts: int
) -> Made:
    """One profile; an error of one does not take the others with it."""
    records = current_records(project, Condition("user_id", "eq", entity_id))
    if not records or not settings.schema:
        return Made(entity_id, ProfileStatus.INSUFFICIENT, len(records))
    try:
        answer = structure(
            project,
            settings.schema,
            records,
            instructions=settings.custom_instructions or "",
            attempts=attempts,
        )
    except Mem0Error as error:
        if error.retryable and attempts < PATIENCE:
            raise
        failed = ProfileStatus.FAILED
        return Made(entity_id, failed, len(records), error=error.message)
    known = answer.evidence or answer.method == "model"
    status = ProfileStatus.SUCCEEDED if known else ProfileStatus.INSUFFICIENT
    return Made(entity_id, status, len(records), answer)


def _keep(project: Project, settings: ProfileSettings, made: Made) -> None:
    """Write a profile; what was known before survives a run that failed."""
    row, _ = project.profiles.get_or_create(entity_type=USER, entity_id=made.entity_id)
    row.status, row.error = made.status, made.error
    row.completed_at = timezone.now()
    if made.answer is not None and made.status == ProfileStatus.SUCCEEDED:
        row.data, row.evidence = made.answer.data, dict(made.answer.evidence)
        row.method, row.schema = made.answer.method, settings.schema or {}
        row.memory_count = made.memory_count
        row.generation_count += 1
    elif made.status == ProfileStatus.INSUFFICIENT:
        row.data, row.evidence, row.memory_count = None, {}, made.memory_count
    row.save()


def _memories(project: Project, entity_id: str) -> int:
    where = current(Condition("user_id", "eq", entity_id))
    return ProjectStore(project).count(where)
