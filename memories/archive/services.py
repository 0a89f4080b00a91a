"""What can be done with archives: ask for one, send one in, and what becomes of each.

The work is a job in steps, each far shorter than a task may take, but for the two that
cannot be cut: reading one moment of a project, and writing all of an archive or nothing.
A job of the queue `bulk` has 24 minutes for them; a project too large for that goes by
`manage.py archive_project` and `import_archive`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils import timezone

from mem0.exceptions import ConflictError, MemoryNotFoundError
from memories import jobs
from memories.archive import exporting, importing, indexing, pieces
from memories.archive.manifest import Manifest
from memories.archive.models import Direction, Transfer
from memories.archive.progress import Progress
from memories.archive.reading import Archive
from memories.archive.refusals import ArchiveRefusedError
from memories.archive.sources import ARCHIVE, Opened, as_archive
from memories.models import JobStatus
from orgs import audit
from orgs.custody import holds, periods
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.tenancy import tenant

EXPORT, IMPORT = "archive_export", "archive_import"
CHECKING, WRITING, INDEXING, READING = "checking", "writing", "indexing", "reading"
SLICE = 45.0
"""Seconds of indexing before others go first."""
UNKNOWN = {
    Direction.EXPORT: "Archive not found",
    Direction.IMPORT: "Import not found",
}
UNDER_WAY = "An import into this project is under way. Wait until it is done."


def create_export(project: Project, *, vectors: bool = False) -> Transfer:
    """Take a request for an archive: its row and its job, in one transaction."""
    with tenant(project):
        job = jobs.enqueue(project, kind=EXPORT, queue="bulk")
        made: Transfer = project.transfers.create(
            direction=Direction.EXPORT,
            options={"vectors": vectors},
            expires_at=_expiry(project),
            job=job,
        )
        _record(audit.Act.EXPORT_CREATED, project, made)
    return made


def create_import(
    project: Project,
    file: Any,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    source: str = ARCHIVE,
    user_id: str = "",
) -> Transfer:
    """Take a file of a source: keep it, and a job to look at it. `user_id` is whom it
    is about where it does not say so.

    Raises `ConflictError` while another import of the project is under way, and where
    it would overwrite what is under a legal hold.
    """
    asked = {"dry_run": dry_run, "overwrite": overwrite, "source": source}
    with tenant(project):
        if _open_imports(project):
            raise ConflictError(UNDER_WAY)
        if overwrite and not dry_run:
            holds.refuse(project.pk)
        job = jobs.enqueue(project, kind=IMPORT, queue="bulk")
        made: Transfer = project.transfers.create(
            direction=Direction.IMPORT,
            options={**asked, "user_id": user_id},
            progress={"phase": CHECKING},
            expires_at=_expiry(project),
            job=job,
        )
        made.size, made.sha256 = pieces.keep(project, made.pk, file)
        made.save(update_fields=["size", "sha256"])
        _record(audit.Act.IMPORT_STARTED, project, made)
    return made


def taken(project: Project, row: Transfer) -> None:
    """Somebody takes the file of an archive: note it."""
    _record(audit.Act.EXPORT_READ, project, row)


def _record(act: audit.Act, project: Project, row: Transfer) -> None:
    audit.record(
        act, project=project, about=("archive", row.pk), size=row.size, **row.options
    )


def get(project: Project, direction: Direction, key: UUID) -> Transfer:
    """One of them. Raises `MemoryNotFoundError`."""
    with tenant(project):
        found = _all(project, direction).filter(pk=key).first()
    if found is None:
        raise MemoryNotFoundError(UNKNOWN[direction])
    row: Transfer = found
    return row


def find(project: Project, key: UUID) -> Transfer:
    """One of either direction. Raises `MemoryNotFoundError`."""
    with tenant(project):
        found: Transfer | None = (
            project.transfers.select_related("job").filter(pk=key).first()
        )
    if found is None:
        raise MemoryNotFoundError(UNKNOWN[Direction.EXPORT])
    return found


def listed(
    project: Project, direction: Direction, page: Page
) -> tuple[list[Transfer], int]:
    """A page of them, newest first, and how many there are."""
    with tenant(project):
        rows = _all(project, direction)
        return part(rows, page, by=["id"]), rows.count()


def delete(project: Project, direction: Direction, key: UUID) -> None:
    """Forget one with its file. Raises `MemoryNotFoundError`, and `ConflictError` while
    it is being written."""
    row = get(project, direction, key)
    if status(row) == "RUNNING":
        msg = "It is under way. Wait until it is done."
        raise ConflictError(msg)
    with tenant(project):
        pieces.drop(project, row.pk)
        project.transfers.filter(pk=row.pk).delete()
        if row.job is not None:
            project.jobs.filter(pk=row.job.pk).delete()


def status(row: Transfer) -> str:
    """PENDING, RUNNING, SUCCEEDED or FAILED."""
    if row.completed_at is not None:
        failed = bool(row.report and row.report.get("error"))
        return "FAILED" if failed else "SUCCEEDED"
    if row.job is None or row.job.status == JobStatus.DEAD:
        return "FAILED"
    return "PENDING" if row.job.fence == 0 else "RUNNING"


def error_of(row: Transfer) -> str | None:
    """Why it failed, if it did."""
    if row.report and row.report.get("error"):
        return str(row.report["error"])
    if status(row) == "FAILED":
        return (row.job and row.job.error) or "Its job is gone."
    return None


def is_ready(row: Transfer) -> bool:
    """Whether there is a file to download."""
    return status(row) == "SUCCEEDED" and row.expires_at > timezone.now()


def purge() -> None:
    """Delete the files of all projects whose time is over, and what is told of them
    after as long again."""
    held = periods.exceptions().skipped
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM archive_transferpiece p USING archive_transfer t "
            "WHERE t.project_id = p.project_id AND t.id = p.transfer_id "
            "AND t.expires_at < now() AND t.project_id <> ALL(%s)",
            [held],
        )
        cursor.execute(
            "DELETE FROM archive_transfer "
            "WHERE expires_at < now() - %s * interval '1 day' AND project_id <> ALL(%s)",
            [settings.CONFIGURATION.archive_days, held],
        )


def run_export(held: jobs.Claim, project: Project) -> None:
    """Carry out the job of an export."""
    row = _of_job(held, project)
    with tempfile.TemporaryFile() as file:
        tell = Progress(project.pk, row.pk, READING)
        made = exporting.write(
            project, file, vectors=bool(row.options.get("vectors")), tell=tell
        )
        with tenant(project):
            jobs.finish(held)
            pieces.drop(project, row.pk)
            size, digest = pieces.keep(project, row.pk, file)
            _update(
                project, row,
                size=size,
                sha256=digest,
                manifest=made.model_dump(mode="json"),
                progress=_whole(made),
                completed_at=timezone.now(),
                expires_at=_expiry(project),
            )  # fmt: skip


def run_import(held: jobs.Claim, project: Project) -> None:
    """Carry out the next step of an import."""
    row = _of_job(held, project)
    step = {CHECKING: _check, WRITING: _write, INDEXING: _index}
    try:
        step[row.progress["phase"]](held, project, row)
    except ArchiveRefusedError as exc:
        report = {"error": exc.message, "problems": exc.details.get("problems", [])}
        with tenant(project):
            jobs.finish(held)
            _settle(project, row, report)


def _check(held: jobs.Claim, project: Project, row: Transfer) -> None:
    with _opened(project, row) as opened:
        archive = Archive(opened.file, opened.size)
        total = sum(part.rows for part in archive.manifest.files)
        tell = Progress(project.pk, row.pk, CHECKING)
        archive.verify(lambda done: tell(done, total))
        importing.check_settings(archive)
    with tenant(project):
        jobs.carry_on(held)
        _update(
            project, row,
            manifest=archive.manifest.model_dump(mode="json"),
            progress={"phase": WRITING, "done": 0, "total": total},
        )  # fmt: skip
    jobs.again(held, seconds=0)


def _write(held: jobs.Claim, project: Project, row: Transfer) -> None:
    def settle(report: importing.Report) -> None:
        jobs.carry_on(held)
        pieces.drop(project, row.pk)
        _update(project, row, report=report.as_json(), progress={"phase": INDEXING})

    dry_run = bool(row.options.get("dry_run"))
    with _opened(project, row) as opened:
        report = importing.write(
            project,
            Archive(opened.file, opened.size),
            dry_run=dry_run,
            overwrite=bool(row.options.get("overwrite")),
            conversations=opened.conversations,
            user_id=row.options.get("user_id") or None,
            tell=Progress(project.pk, row.pk, WRITING),
            settle=settle,
        )
    if dry_run:
        with tenant(project):
            jobs.finish(held)
            _settle(project, row, report.as_json())
    else:
        jobs.again(held, seconds=0)


def _index(held: jobs.Claim, project: Project, row: Transfer) -> None:
    if not indexing.index(project, seconds=SLICE):
        left = indexing.missing(project)
        with tenant(project):
            jobs.carry_on(held)
            _update(project, row, progress={"phase": INDEXING, "left": left})
        jobs.again(held, seconds=0)
        return
    with tenant(project):
        jobs.finish(held)
        _settle(project, row, row.report)


@contextlib.contextmanager
def _opened(project: Project, row: Transfer) -> Iterator[Opened]:
    """What was sent in, as an archive."""
    source = row.options.get("source", ARCHIVE)
    with (
        pieces.opened(project, row.pk) as file,
        as_archive(source, file, user_id=row.options.get("user_id")) as opened,
    ):
        yield opened


def _settle(project: Project, row: Transfer, report: Any) -> None:
    pieces.drop(project, row.pk)
    _update(
        project, row,
        report=report,
        progress={**row.progress, "phase": "done"},
        completed_at=timezone.now(),
    )  # fmt: skip


def _update(project: Project, row: Transfer, **values: Any) -> None:
    project.transfers.filter(pk=row.pk).update(**values)


def _of_job(held: jobs.Claim, project: Project) -> Transfer:
    with tenant(project):
        found: Transfer | None = project.transfers.filter(job=held.job_id).first()
    if found is None:
        msg = "The archive was deleted."
        raise MemoryNotFoundError(msg)
    return found


def _all(project: Project, direction: Direction) -> Any:
    return project.transfers.select_related("job").filter(direction=direction)


def _open_imports(project: Project) -> bool:
    found: bool = project.transfers.filter(
        direction=Direction.IMPORT,
        completed_at=None,
        job__status__in=[JobStatus.QUEUED, JobStatus.RUNNING],
    ).exists()
    return found


def _whole(made: Manifest) -> Mapping[str, Any]:
    total = sum(each.rows for each in made.files)
    return {"phase": "done", "done": total, "total": total}


def _expiry(project: Project) -> dt.datetime:
    days = periods.of(project).exports_days or settings.CONFIGURATION.archive_days
    return timezone.now() + dt.timedelta(days=days)


KINDS: dict[str, Callable[[jobs.Claim, Project], None]] = {
    EXPORT: run_export,
    IMPORT: run_import,
}
"""Who carries out a job of this app, by its kind."""
