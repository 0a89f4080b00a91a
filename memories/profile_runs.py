"""Runs: requests to make profiles, of one user or of a sample of them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from mem0.exceptions import (
    ConflictError,
    MemoryNotFoundError,
    RateLimitError,
    ValidationError,
)
from memories import jobs
from memories.models import OPEN, Event, Job, JobStatus
from memories.models_exports import ProfileRun
from memories.profile_settings import read
from memories.profiles import USER
from orgs.models import Project
from orgs.tenancy import tenant

NOT_CONFIGURED = (
    "Profiles are not enabled for this project: set enabled and a schema first."
)
SAMPLE_PAUSE = 10
"""Seconds between two samples of a project."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked request for a run: of one entity, or of a sample of `limit`."""

    operation: str
    entity_id: str | None = None
    limit: int = 0
    idempotency_key: str | None = None
    request_id: str = ""

    @property
    def fingerprint(self) -> bytes:
        """32 bytes that a repeated request has in common with the first."""
        said = json.dumps([self.operation, self.entity_id, self.limit])
        return hashlib.sha256(said.encode()).digest()


def start(project: Project, asked: Asked) -> tuple[ProfileRun, bool]:
    """The run, and whether it is the one an earlier request with this key started.

    Raises `ValidationError` when profiles are off, `MemoryNotFoundError` for an unknown
    user, `RateLimitError` for a sample too soon, `ConflictError` for a used key.
    """
    if (run := _earlier(project, asked)) is not None:
        return run, True
    settings = read(project)
    if not settings.enabled or not settings.schema:
        raise ValidationError(NOT_CONFIGURED, error_code="profiles_not_enabled")
    try:
        return _start(project, asked), False
    except IntegrityError:  # another request with this key was faster
        if (run := _earlier(project, asked)) is None:
            raise
        return run, True


def refresh(project: Project, entity_ids: list[str]) -> int:
    """Start making the profiles of these users anew; how many they are."""
    if not entity_ids:
        return 0
    with tenant(project):
        under_way = project.profile_runs.filter(
            operation="refresh", job__status__in=OPEN
        )
        if under_way.exists():
            return 0
        _enqueue(project, Asked("refresh"), entity_ids)
    return len(entity_ids)


def get(project: Project, run_id: UUID) -> ProfileRun:
    """One run. Raises `MemoryNotFoundError`."""
    with tenant(project):
        found = project.profile_runs.select_related("job").filter(pk=run_id)
        run: ProfileRun | None = found.first()
    if run is None:
        raise MemoryNotFoundError("Profile job not found")
    return run


def status(run: ProfileRun) -> str:
    """pending, running, succeeded or failed."""
    if run.completed_at is not None:
        nothing_but = run.failed and not run.succeeded and not run.skipped
        return "failed" if nothing_but else "succeeded"
    if run.job is None or run.job.status == JobStatus.DEAD:
        return "failed"
    return "running" if run.job.status == JobStatus.RUNNING else "pending"


def _earlier(project: Project, asked: Asked) -> ProfileRun | None:
    if asked.idempotency_key is None:
        return None
    with tenant(project):
        rows = project.profile_runs.select_related("job")
        run: ProfileRun | None = rows.filter(
            idempotency_key=asked.idempotency_key
        ).first()
    if run is not None and bytes(run.fingerprint) != asked.fingerprint:
        raise ConflictError("This Idempotency-Key was used with another request.")
    return run


def _start(project: Project, asked: Asked) -> ProfileRun:
    with tenant(project):
        return _enqueue(project, asked, _entities(project, asked))


def _enqueue(project: Project, asked: Asked, ids: list[str]) -> ProfileRun:
    event = project.events.create(
        event_type="PROFILE",
        payload={"operation": asked.operation, "entity_ids": ids},
        request_id=asked.request_id,
        user_id=asked.entity_id,
    )
    job = jobs.enqueue(project, kind="profile", event=event, queue="bulk")
    return _row(project, asked, ids, event, job)


def _row(
    project: Project, asked: Asked, ids: list[str], event: Event, job: Job
) -> ProfileRun:
    run: ProfileRun = project.profile_runs.create(
        operation=asked.operation,
        entity_type=USER,
        entity_ids=ids,
        idempotency_key=asked.idempotency_key,
        fingerprint=asked.fingerprint,
        job=job,
        event_id=event.pk,
    )
    return run


def _entities(project: Project, asked: Asked) -> list[str]:
    """Who a run is about: the one that was named, or who was active last."""
    users = project.entities.filter(type=USER)
    if asked.operation == "trigger":
        if not users.filter(name=asked.entity_id).exists():
            raise MemoryNotFoundError("Entity not found")
        return [str(asked.entity_id)]
    since = timezone.now() - timedelta(seconds=SAMPLE_PAUSE)
    recent = project.profile_runs.filter(operation="sample", created_at__gt=since)
    if recent.exists():
        msg = f"A sample ran within the last {SAMPLE_PAUSE} seconds."
        raise RateLimitError(msg, debug_info={"retry_after": SAMPLE_PAUSE})
    newest = users.order_by("-updated_at", "-id").values_list("name", flat=True)
    return list(newest[: asked.limit])
