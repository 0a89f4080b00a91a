"""Runs of consolidation: asked for, scheduled, shown and undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone

from mem0.exceptions import ConflictError, MemoryNotFoundError
from mem0.memory.types import Change, Record
from memories import jobs
from memories.models import OPEN, JobStatus
from memories.models_consolidation import (
    Consolidation,
    ConsolidationChange,
    ConsolidationSettings,
)
from memories.spaces import following
from memories.store import ProjectStore
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.tenancy import tenant

UNKNOWN = "Consolidation not found"


def read_settings(project: Project) -> ConsolidationSettings:
    """The project's settings; defaults (unsaved) where it has none."""
    with tenant(project):
        found: ConsolidationSettings | None = project.consolidation_settings.first()
    return found or ConsolidationSettings(project=project)


def change_settings(
    project: Project, changes: Mapping[str, Any]
) -> ConsolidationSettings:
    """Change what was sent. Patterns speak of what is recorded from now on."""
    with tenant(project):
        row: ConsolidationSettings
        row, _ = project.consolidation_settings.get_or_create(project=project)
        if changes.get("patterns") and not row.patterns:
            row.patterns_since = timezone.now()
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
    return row


def start(
    project: Project,
    *,
    user_id: str | None = None,
    dry_run: bool = False,
    patterns: bool | None = None,
    scheduled: bool = False,
    expire: str | None = None,
    request_id: str = "",
) -> Consolidation:
    """Take a run for later. Raises `ConflictError` while another is under way.

    `expire`, one of `health.SIGNS`, has the run put memories out of sight that show it,
    and nothing else.
    """
    settings = read_settings(project)
    looked_for = settings.patterns if patterns is None else patterns
    with tenant(project):
        under_way = project.consolidations.filter(
            completed_at=None, job__status__in=OPEN
        )
        if under_way.exists():
            msg = "A consolidation of this project is under way. Wait until it is done."
            raise ConflictError(msg)
        event = project.events.create(
            event_type="CONSOLIDATE",
            payload={
                "user_id": user_id,
                "dry_run": dry_run,
                "patterns": looked_for,
                "expire": expire,
            },
            user_id=user_id,
            request_id=request_id,
        )
        job = jobs.enqueue(project, kind="consolidation", event=event, queue="bulk")
        run: Consolidation = project.consolidations.create(
            user_id=user_id,
            dry_run=dry_run,
            scheduled=scheduled,
            expire=expire or "",
            patterns=looked_for,
            patterns_since=settings.patterns_since if patterns is None else None,
            job=job,
            event_id=event.pk,
        )
    return run


def get(project: Project, run_id: UUID) -> Consolidation:
    """One run. Raises `MemoryNotFoundError`."""
    with tenant(project):
        found = project.consolidations.select_related("job").filter(pk=run_id)
        run: Consolidation | None = found.first()
    if run is None:
        raise MemoryNotFoundError(UNKNOWN)
    return run


def get_all(project: Project, page: Page) -> tuple[list[Consolidation], int]:
    """A page of runs, newest first, and how many there are."""
    with tenant(project):
        rows = project.consolidations.select_related("job")
        return part(rows, page, by=["id"]), rows.count()


def changes(
    project: Project, run: Consolidation, page: Page
) -> tuple[list[ConsolidationChange], int]:
    """A page of what a run did or would do, last first, and how many that are."""
    with tenant(project):
        rows = project.consolidation_changes.filter(consolidation=run)
        return part(rows, page, by=["id"]), rows.count()


def status(run: Consolidation) -> str:
    """PENDING, RUNNING, SUCCEEDED, FAILED or UNDONE."""
    if run.undone_at is not None:
        return "UNDONE"
    if run.completed_at is not None:
        return "SUCCEEDED"
    if run.job is None or run.job.status == JobStatus.DEAD:
        return "FAILED"
    return "RUNNING" if run.job.status == JobStatus.RUNNING else "PENDING"


@following
def undo(project: Project, run_id: UUID) -> Consolidation:
    """Put everything back as it was before a run, in one transaction.

    What changed since is left as it is and counted. Raises `MemoryNotFoundError`, and
    `ConflictError` for a run that is not over, was a dry run or is undone already.
    """
    run = get(project, run_id)
    if status(run) != "SUCCEEDED" or run.dry_run:
        msg = f"Only a finished run can be undone; this one is {_standing(run)}."
        raise ConflictError(msg)
    store = ProjectStore(project)
    with store.locked(*store.owners(run.user_id)):
        done = project.consolidation_changes.filter(consolidation=run).order_by("-id")
        restored = [_restored(store, row) for row in done]
        store.apply(
            [change for changes, _ in restored for change in changes],
            model=project.embedding_model,
        )
        won = project.consolidations.filter(pk=run.pk, undone_at=None).update(
            undone_at=timezone.now(),
            kept_when_undone=sum(missed for _, missed in restored),
        )
        if not won:
            raise ConflictError("This run was undone a moment ago.")
    return get(project, run_id)


def schedule_due() -> int:
    """Start the runs of the projects whose time has come; how many that were."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(DUE)
        projects = [project_id for (project_id,) in cursor.fetchall()]
    started = 0
    for project in Project.objects.filter(pk__in=projects):
        try:
            start(project, scheduled=True)
        except ConflictError:
            continue
        with tenant(project):
            project.consolidation_settings.update(last_run_at=timezone.now())
        started += 1
    return started


DUE = """
SELECT project_id FROM memories_consolidationsettings
 WHERE enabled AND (last_run_at IS NULL
   OR last_run_at < now() - every_days * interval '1 day')
 ORDER BY last_run_at NULLS FIRST LIMIT 200
"""


def _standing(run: Consolidation) -> str:
    return "a dry run" if run.dry_run else status(run).lower()


def _restored(
    store: ProjectStore, row: ConsolidationChange
) -> tuple[list[Change], int]:
    """What undoes one change, and how many memories have moved on since."""
    if row.kind == "pattern":
        return _unwritten(store, str(row.memory_id)), 0
    if row.kind == "expire":
        return _shown_again(store, row)
    kept, *others = row.before
    found = {r.id: r for r in store.get_many([each["id"] for each in row.before])}
    changes = [
        Change("RESTORE", _as_before(found[old["id"]], old), previous=found[old["id"]])
        for old in others
        if old["id"] in found and found[old["id"]].replaced_by == kept["id"]
    ]
    missed = len(others) - len(changes)
    current = found.get(kept["id"])
    if row.kind == "merge" and current is not None and changes:
        less = _without(current, kept, others)
        changes.append(Change("RESTORE", less, previous=current))
    return changes, missed


def _shown_again(
    store: ProjectStore, row: ConsolidationChange
) -> tuple[list[Change], int]:
    """A memory gets its old last day back, unless somebody has given it another since."""
    (old,) = row.before
    found = store.get(old["id"])
    if found is None or found.expiration_date != _day(old["last_day"]):
        return [], 1
    before = replace(
        found,
        expiration_date=_day(old["expiration_date"]),
        updated_at=timezone.now(),
    )
    return [Change("RESTORE", before, previous=found)], 0


def _unwritten(store: ProjectStore, memory_id: str) -> list[Change]:
    """A pattern is deleted, and one that it had replaced stands again."""
    made = store.get(memory_id)
    if made is None:
        return []
    older = [old for old in store.ancestors(memory_id) if old.replaced_by == memory_id]
    standing = {"state": "active", "replaced_by": None, "valid_to": None}
    return [
        Change("DELETE", made, previous=made),
        *(Change("RESTORE", _as_before(old, standing), previous=old) for old in older),
    ]


def _without(
    current: Record, kept: Mapping[str, Any], others: list[dict[str, Any]]
) -> Record:
    """The memory that others were folded into, without what it had from them."""
    taken = {source for old in others for source in old["sources"]}
    return replace(
        current,
        confirmations=max(0, current.confirmations - _evidence(others)),
        confirmed_at=_moment(kept["confirmed_at"]),
        sources=tuple(
            s for s in current.sources if s in kept["sources"] or s not in taken
        ),
    )


def _evidence(others: list[dict[str, Any]]) -> int:
    return sum(1 + int(old["confirmations"]) for old in others)


def _as_before(record: Record, old: Mapping[str, Any]) -> Record:
    return replace(
        record,
        state=old["state"],
        replaced_by=old["replaced_by"],
        valid_to=_moment(old["valid_to"]),
        updated_at=timezone.now(),
    )


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)
