"""The jobs of archives: each step is far shorter than a task may take, but for the two
that cannot be cut: reading one moment of a project, and writing all of an archive or
nothing. A project too large for them goes by `manage.py archive_project` and
`import_archive`.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from mem0.exceptions import Mem0Error, MemoryNotFoundError, RateLimitError
from memories import jobs
from memories.archive import (
    accounts,
    exporting,
    importing,
    indexing,
    pieces,
    services,
)
from memories.archive.manifest import Manifest
from memories.archive.models import Transfer
from memories.archive.progress import Progress
from memories.archive.reading import Archive
from memories.archive.refusals import ArchiveRefusedError, refused
from memories.archive.sources import ARCHIVE, Opened, as_archive
from orgs.models import Project
from orgs.tenancy import tenant
from webhooks.http import ForbiddenAddressError

WRITING, INDEXING = "writing", "indexing"
SLICE = 45.0
"""Seconds of indexing before others go first."""
CALLS = 4
"""Times a page of an account is asked for before its owner is told."""


def run_export(held: jobs.Claim, project: Project) -> None:
    """Carry out the job of an export."""
    row = _of_job(held, project)
    with tempfile.TemporaryFile() as file:
        tell = Progress(project.pk, row.pk, accounts.READING)
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
                expires_at=services.expiry(project),
            )  # fmt: skip


def run_import(held: jobs.Claim, project: Project) -> None:
    """Carry out the next step of an import."""
    row = _of_job(held, project)
    step = {
        accounts.READING: _read, services.CHECKING: _check, WRITING: _write, INDEXING: _index,
    }  # fmt: skip
    try:
        step[row.progress["phase"]](held, project, row)
    except ArchiveRefusedError as exc:
        report = {"error": exc.message, "problems": exc.details.get("problems", [])}
        with tenant(project):
            jobs.finish(held)
            _drop_key(held, project)
            _settle(project, row, report)


def _read(held: jobs.Claim, project: Project, row: Transfer) -> None:
    try:
        over = accounts.read(held, project, row)
    except ArchiveRefusedError:
        raise
    except Mem0Error as exc:
        most = jobs.MAX_ATTEMPTS if isinstance(exc, RateLimitError) else CALLS
        hopeless = isinstance(exc, ForbiddenAddressError) or not exc.retryable
        if not hopeless and held.attempts < most:
            raise
        msg = f"The account could not be read: {exc.message}"
        raise ArchiveRefusedError(msg) from exc
    if over:
        if not row.progress["done"]:
            raise refused("The account", "it has no memories")
        with tenant(project):
            jobs.carry_on(held)
            _drop_key(held, project)
            _update(project, row, progress={"phase": services.CHECKING})
    jobs.again(held, seconds=0)


def _drop_key(held: jobs.Claim, project: Project) -> None:
    project.jobs.filter(pk=held.job_id).update(payload={})


def _check(held: jobs.Claim, project: Project, row: Transfer) -> None:
    with _opened(project, row) as opened:
        archive = Archive(opened.file, opened.size)
        total = sum(part.rows for part in archive.manifest.files)
        tell = Progress(project.pk, row.pk, services.CHECKING)
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
            _settle(project, row, report.as_json(), keep=services.is_kept(row))
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


def _settle(
    project: Project, row: Transfer, report: Any, *, keep: bool = False
) -> None:
    if not keep:
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


def _whole(made: Manifest) -> Mapping[str, Any]:
    total = sum(each.rows for each in made.files)
    return {"phase": "done", "done": total, "total": total}


KINDS: dict[str, Callable[[jobs.Claim, Project], None]] = {
    services.EXPORT: run_export,
    services.IMPORT: run_import,
}
"""Who carries out a job of this app, by its kind."""
