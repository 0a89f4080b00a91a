"""What can be done with archives: ask for one, send one in, and what becomes of each.

The work is a job in steps, each far shorter than a task may take, but for the two that
cannot be cut: reading one moment of a project, and writing all of an archive or nothing.
A job of the queue `bulk` has 24 minutes for them; a project too large for that goes by
`manage.py archive_project` and `import_archive`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils import timezone

from mem0.exceptions import (
    ConflictError,
    MemoryNotFoundError,
)
from memories import jobs
from memories.archive import accounts, pieces
from memories.archive.models import Direction, Transfer
from memories.archive.sources import ARCHIVE
from memories.models import OPEN, JobStatus
from orgs import audit
from orgs.custody import holds, periods
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.secrets import seal
from orgs.tenancy import tenant

EXPORT, IMPORT = "archive_export", "archive_import"
CHECKING = "checking"
"""Where the import of a file begins."""
UNKNOWN = {
    Direction.EXPORT: "Archive not found",
    Direction.IMPORT: "Import not found",
}
NOT_KEPT = "What was read of the account is not kept any more. Read it again."
UNDER_WAY = "An import into this project is under way. Wait until it is done."


def create_export(project: Project, *, vectors: bool = False) -> Transfer:
    """Take a request for an archive: its row and its job, in one transaction."""
    with tenant(project):
        job = jobs.enqueue(project, kind=EXPORT, queue="bulk")
        made: Transfer = project.transfers.create(
            direction=Direction.EXPORT,
            options={"vectors": vectors},
            expires_at=expiry(project),
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
    account: str = "",
) -> Transfer:
    """Take a file of a source: keep it, and a job to look at it. `user_id` is whom it
    is about where it does not say so, `account` the address it was read from.

    Raises `ConflictError` while another import of the project is under way, and where
    it would overwrite what is under a legal hold.
    """
    asked = {"dry_run": dry_run, "overwrite": overwrite, "source": source}
    asked |= {"user_id": user_id, **({"account": account} if account else {})}
    with tenant(project):
        if overwrite and not dry_run:
            holds.refuse(project.pk)
        made = _begin_import(project, asked, CHECKING)
        made.size, made.sha256 = pieces.keep(project, made.pk, file)
        made.save(update_fields=["size", "sha256"])
        _record(audit.Act.IMPORT_STARTED, project, made)
    return made


def create_account_import(
    project: Project, *, api_key: str, host: str, history: bool = False
) -> Transfer:
    """Read a mem0 account and say what importing it would do; `carry_out` does it then.
    With `history` every change of each memory is read, too.

    Raises `ConflictError` while another import is under way, `ValidationError` and
    `AuthenticationError` for an address or a key that cannot be one.
    """
    account = accounts.check(api_key, host)
    asked = {"dry_run": True, "overwrite": False, "source": "mem0", "user_id": ""}
    with tenant(project):
        made = _begin_import(
            project,
            {**asked, "account": account, **({"history": True} if history else {})},
            accounts.READING,
            {accounts.KEY: seal(api_key.strip())},
        )
        _record(audit.Act.IMPORT_STARTED, project, made)
    return made


def carry_out(project: Project, key: UUID, *, overwrite: bool = False) -> Transfer:
    """Import what was read of an account, as its dry run told.

    Raises `MemoryNotFoundError`, and `ConflictError` when it is not kept any more or
    another import is under way.
    """
    row = get(project, Direction.IMPORT, key)
    if not can_carry_out(project, row):
        raise ConflictError(NOT_KEPT)
    with pieces.opened(project, row.pk) as file:
        made = create_import(
            project,
            file,
            overwrite=overwrite,
            source=row.options["source"],
            account=row.options["account"],
        )
    with tenant(project):
        pieces.drop(project, row.pk)
    return made


def can_carry_out(project: Project, row: Transfer) -> bool:
    """Whether it is the dry run of an account, and what was read is there."""
    if not is_kept(row) or status(row) != "SUCCEEDED":
        return False
    with tenant(project):
        kept: bool = project.transfer_pieces.filter(transfer_id=row.pk).exists()
    return kept


def is_kept(row: Transfer) -> bool:
    """Whether what was read outlives its dry run."""
    return bool(row.options.get("account") and row.options.get("dry_run"))


def _begin_import(
    project: Project,
    asked: Mapping[str, Any],
    phase: str,
    secret: Mapping[str, str] | None = None,
) -> Transfer:
    """The row and its job, in the tenant's open transaction."""
    if _open_imports(project):
        raise ConflictError(UNDER_WAY)
    made: Transfer = project.transfers.create(
        direction=Direction.IMPORT,
        options=dict(asked),
        progress={"phase": phase},
        expires_at=expiry(project),
        job=jobs.enqueue(project, kind=IMPORT, queue="bulk", payload=secret),
    )
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
        # Of workers that died with it: who reads to the end drops the key himself.
        cursor.execute(
            "UPDATE memories_job SET payload = '{}' "
            "WHERE kind = %s AND status = 'dead' AND payload <> '{}'",
            [IMPORT],
        )


def _all(project: Project, direction: Direction) -> Any:
    return project.transfers.select_related("job").filter(direction=direction)


def _open_imports(project: Project) -> bool:
    found: bool = project.transfers.filter(
        direction=Direction.IMPORT,
        completed_at=None,
        job__status__in=OPEN,
    ).exists()
    return found


def expiry(project: Project) -> dt.datetime:
    """How long a file is kept from now on."""
    days = periods.of(project).exports_days or settings.CONFIGURATION.archive_days
    return timezone.now() + dt.timedelta(days=days)
