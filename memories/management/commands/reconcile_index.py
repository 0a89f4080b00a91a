"""`manage.py reconcile_index [PROJECT …]`: the vector store compared with PostgreSQL."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from memories import index_upkeep
from memories.index_projects import chosen_projects
from memories.index_upkeep import Difference


class Command(BaseCommand):
    help = (
        "Compare the vector store with PostgreSQL and repair what differs: points that "
        "are missing or old are written, points that nothing stands for are removed. "
        "Without a project: every project, and points of projects that are gone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=UUID, nargs="*", help="ids of projects")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what differs; exit code 1"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        repair = not options["dry_run"]
        total = Difference()
        try:
            for project in chosen_projects(options["project"]):
                found = index_upkeep.compare(project, repair=repair)
                if options["project"]:
                    found += index_upkeep.orphans(project, repair=repair)
                self._tell(str(project.pk), found)
                total += found
            if not options["project"]:
                found = index_upkeep.orphans(repair=repair)
                self._tell("All projects", found)
                total += found
        except Mem0Error as exc:
            raise CommandError(exc.message) from exc
        if total and not repair:
            raise CommandError("The vector store differs from PostgreSQL.")
        self.stdout.write("Repaired." if total else "The vector store is right.")

    def _tell(self, whose: str, found: Difference) -> None:
        if found:
            self.stdout.write(
                f"{whose}: {found.missing} missing, {found.stale} old, "
                f"{found.orphaned} without a memory"
            )
