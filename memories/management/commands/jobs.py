"""`manage.py jobs list`, `manage.py jobs retry`"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from memories import retrying

LISTED = 100


class Command(BaseCommand):
    help = "List jobs that are not done, or bring dead ones back."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="the oldest 100 that wait, run or are dead")
        retry = verbs.add_parser("retry", help="queue dead jobs again")
        which = retry.add_mutually_exclusive_group(required=True)
        which.add_argument("job", nargs="?", type=UUID)
        which.add_argument("--project", type=UUID, help="all of a project")
        which.add_argument("--all", action="store_true", help="all there are")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "list":
            self._list()
            return
        count = retrying.retry_dead(options["project"], options["job"])
        if not count and options["job"]:
            msg = "There is no dead job of this id."
            raise CommandError(msg)
        self.stdout.write(f"{count} job{'' if count == 1 else 's'} will run again.")

    def _list(self) -> None:
        with connections["admin"].cursor() as cursor:
            cursor.execute(
                "SELECT id, project_id, kind, status, attempts, run_at, error "
                "FROM memories_job WHERE status <> 'done' ORDER BY run_at LIMIT %s",
                [LISTED],
            )
            for job, project, kind, status, attempts, run_at, error in cursor:
                said = f"  {error}" if error else ""
                self.stdout.write(
                    f"{job}  {project}  {kind}  {status}  {attempts} attempts  "
                    f"{run_at:%Y-%m-%d %H:%M:%S}{said}"
                )
