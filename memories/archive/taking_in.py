"""An import from a file at hand, from its check to the last vector."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from memories.archive import importing, indexing
from memories.archive.importing import Report
from memories.archive.reading import Archive
from memories.archive.sources import ARCHIVE, Opened, as_archive
from orgs.models import Project


def from_file(
    project: Project,
    file: IO[bytes],
    *,
    source: str = ARCHIVE,
    user_id: str | None = None,
    dry_run: bool = False,
    overwrite: bool = False,
) -> Report:
    """Check the file of a source whole, import it and make it findable; what came of it.

    Raises `ArchiveRefusedError` and what
    `importing.write` and the embedder raise. What is written stays when embedding fails;
    a further import goes on with it.
    """
    with as_archive(source, file, user_id=user_id) as opened:
        return from_archive(
            project, opened, user_id=user_id, dry_run=dry_run, overwrite=overwrite
        )


def from_archive(
    project: Project,
    opened: Opened,
    *,
    user_id: str | None = None,
    dry_run: bool = False,
    overwrite: bool = False,
) -> Report:
    """The same with what is an archive already."""
    archive = Archive(opened.file, opened.size)
    archive.verify()
    importing.check_settings(archive)
    report = importing.write(
        project,
        archive,
        dry_run=dry_run,
        overwrite=overwrite,
        conversations=opened.conversations,
        user_id=user_id,
    )
    if not report.dry_run:
        project.refresh_from_db()
        indexing.index(project)
    return report


def lines(report: Report) -> Iterator[str]:
    """A report for a terminal."""
    yield "Nothing was written; this would happen:" if report.dry_run else "Imported:"
    yield f"{'':<12} {'new':>9} {'equal':>9} {'conflicting':>11}"
    for kind, counts in report.kinds.items():
        yield (
            f"{kind:<12} {counts['new']:>9} {counts['equal']:>9} "
            f"{counts['conflicting']:>11}"
        )
    for each in report.differences:
        yield (
            f"{each['file']}, line {each['line']}: {each['key']}: {each['reason']}; "
            f"{each['outcome']}"
        )
    hidden = report.total("conflicting") - len(report.differences)
    if hidden > 0:
        yield f"and {hidden} further conflicts"
