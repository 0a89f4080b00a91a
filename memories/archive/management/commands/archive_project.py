"""`manage.py archive_project PROJECT FILE`: everything a project has, as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from memories.archive import exporting
from orgs.models import Project


class Command(BaseCommand):
    help = (
        "Write a project with all it remembers into one file, which import_archive "
        "reads. No time limit ends it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=UUID, help="id of the project")
        parser.add_argument("file", type=Path, help="where to write")
        parser.add_argument(
            "--vectors",
            action="store_true",
            help="with the vectors: nothing is embedded anew where the embedder is "
            "the same",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        project = Project.objects.filter(pk=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project {options['project']}.")
        file: Path = options["file"]
        part = file.with_name(f"{file.name}.part")
        try:
            with part.open("wb") as out:
                made = exporting.write(project, out, vectors=options["vectors"])
            part.replace(file)
        except OSError as exc:
            raise CommandError(f"{file} cannot be written: {exc.strerror}.") from exc
        finally:
            part.unlink(missing_ok=True)
        for each in made.files:
            self.stdout.write(f"{each.rows:>9} {each.name.removesuffix('.ndjson')}")
