"""`manage.py search_indexes`: approximate indexes of big projects."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from memories import hnsw_upkeep

PAUSE = 10.0


class Command(BaseCommand):
    help = (
        "Look after the approximate indexes of big projects, as the workers do where they "
        "have DATABASE_OWNER_URL: begin the next build, drop what is not wanted or was "
        "broken off. Then list them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--wait", action="store_true", help="until every project has its index"
        )
        parser.add_argument(
            "--list", action="store_true", help="only list them, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        while not options["list"]:
            hnsw_upkeep.tend()
            if not (options["wait"] and self._open()):
                break
            time.sleep(PAUSE)
        for row in hnsw_upkeep.rows():
            self.stdout.write(f"{row.project_id}  {row.memories:>10}  {row.told()}")

    def _open(self) -> bool:
        return any(row.state != row.State.READY for row in hnsw_upkeep.rows())
