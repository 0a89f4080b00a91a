"""`manage.py rebuild_index [PROJECT …]`: the vector store filled from PostgreSQL."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from memories import index_upkeep
from memories.index_projects import chosen_projects


class Command(BaseCommand):
    help = (
        "Write every memory into the vector store anew, of some projects or of all. "
        "Searches go on meanwhile; with --drop the store is emptied first, and searches "
        "of big scopes find less until it is full again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=UUID, nargs="*", help="ids of projects")
        parser.add_argument(
            "--drop", action="store_true", help="empty the store first; all projects"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["drop"] and options["project"]:
            raise CommandError("--drop empties the whole store: name no project.")
        projects = chosen_projects(options["project"])
        try:
            if options["drop"]:
                index_upkeep.drop()
            for project in projects:
                written = index_upkeep.rebuild(project)
                self.stdout.write(f"{project.pk}: {written} memories")
        except Mem0Error as exc:
            raise CommandError(exc.message) from exc
