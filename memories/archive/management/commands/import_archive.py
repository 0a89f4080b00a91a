"""`manage.py import_archive PROJECT FILE`: an archive into a project, or what it would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from memories.archive import taking_in
from memories.archive.refusals import ArchiveRefusedError
from orgs.models import Project


class Command(BaseCommand):
    help = (
        "Import an archive into a project, all of it or nothing. Ids are kept; what is "
        "there with other content is reported and left. No time limit ends it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=UUID, help="id of the project")
        parser.add_argument("file", type=Path, help="the archive")
        add_import_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_of(options["project"])
        try:
            with options["file"].open("rb") as file:
                report = taking_in.from_file(
                    project,
                    file,
                    dry_run=options["dry_run"],
                    overwrite=options["overwrite"],
                )
        except OSError as exc:
            msg = f"{options['file']} cannot be read: {exc.strerror}."
            raise CommandError(msg) from exc
        except Mem0Error as exc:
            raise CommandError(told(exc)) from exc
        self.stdout.write("\n".join(taking_in.lines(report)))


def add_import_arguments(parser: CommandParser) -> None:
    """What every import can be asked for."""
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen, write nothing"
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace what is there with other content",
    )


def project_of(key: UUID) -> Project:
    """The project. Raises `CommandError`."""
    found = Project.objects.select_related("organization").filter(pk=key).first()
    if found is None:
        raise CommandError(f"There is no project {key}.")
    return found


def told(error: Mem0Error) -> str:
    """A refusal with every problem that was found."""
    if not isinstance(error, ArchiveRefusedError):
        return error.message
    problems = [
        f"  {each['file']}, line {each['line']}: {each['reason']}"
        for each in error.details["problems"]
    ]
    return "\n".join([error.message, *problems])
