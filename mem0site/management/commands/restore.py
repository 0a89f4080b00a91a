"""`manage.py restore`"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0site.backup import databases, erasures, restoring
from mem0site.backup.errors import BackupError
from mem0site.backup.progress import Progress
from orgs.rls import exposed_tables


class Command(BaseCommand):
    help = "Replace the database by a backup. Stop web servers and workers first."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a file that `backup` made")
        parser.add_argument(
            "--force", action="store_true", help="also where there are data already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(options.get("stderr") or sys.stderr)
        with erasures.ledger() as ledger:
            ledger.replaced = True
            try:
                restored = restoring.restore(
                    options["path"], databases.ours(), progress, force=options["force"]
                )
            except BackupError as exc:
                ledger.replaced = False
                raise CommandError(str(exc)) from exc
            self._catch_up(ledger)
        self._check(restored)
        self._report(restored)

    def _check(self, restored: restoring.Restored) -> None:
        for remark in restored.remarks:
            self.stdout.write(f"Note: {remark}")
        if restored.differences:
            said = "\n  ".join(restored.differences)
            msg = f"Restored, but not equal to what was backed up:\n  {said}"
            raise CommandError(msg)

    def _catch_up(self, ledger: erasures.Ledger) -> None:
        """What happened since the backup: migrations, and erasures."""
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        if exposed := exposed_tables():
            msg = f"Tables without row-level security: {', '.join(exposed)}."
            raise CommandError(msg)
        erasures.replay(ledger)
        restoring.analyze(databases.ours())

    def _report(self, restored: restoring.Restored) -> None:
        found = restored.manifest
        self.stdout.write(
            f"Restored what was there at {found.made_at}: {len(found.contents.rows)} "
            f"tables, {found.contents.total:,} rows, all equal."
        )
        if settings.CONFIGURATION.vector_store_provider:
            self.stdout.write("Next: manage.py reconcile_index")
        if settings.CONFIGURATION.graph_store_provider:
            self.stdout.write("Next: manage.py reconcile_graph")
