"""`manage.py reconcile_graph [PROJECT …]`: the graph store compared with PostgreSQL."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from memories import graph_mirror, graph_outbox
from memories.index_projects import existing_projects


class Command(BaseCommand):
    help = (
        "Compare the graph store with PostgreSQL and repair what differs: relations "
        "that are missing or old are written, those that no memory states are removed. "
        "Fills an empty store. Without a project: every project."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=UUID, nargs="*", help="ids of projects")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what differs; exit code 1"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not graph_outbox.is_configured():
            raise CommandError("There is no graph store: set GRAPH_STORE_PROVIDER.")
        repair, differs = not options["dry_run"], False
        try:
            for project in existing_projects(options["project"]):
                found = graph_mirror.compare(project, repair=repair)
                differs = differs or bool(found)
                self._tell(str(project.pk), found)
        except Mem0Error as exc:
            raise CommandError(exc.message) from exc
        if differs and not repair:
            raise CommandError("The graph store differs from PostgreSQL.")
        self.stdout.write("Repaired." if differs else "The graph store is right.")

    def _tell(self, whose: str, found: graph_mirror.Difference) -> None:
        if found:
            self.stdout.write(
                f"{whose}: {found.differing} memories missing or old, "
                f"{found.orphaned} not in PostgreSQL"
            )
