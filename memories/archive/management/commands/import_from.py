"""`manage.py import_from SOURCE PROJECT …`: what other systems know, into a project."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from memories.archive import taking_in
from memories.archive.management.commands.import_archive import (
    add_import_arguments,
    project_of,
    told,
)
from memories.archive.sources import (
    ARCHIVE,
    SOURCES,
    Opened,
    as_archive,
    hosted as account,
    packed,
)
from memories.archive.sources.collecting import Collection

HOSTED = "hosted"
FILES = [name for name in SOURCES if name != ARCHIVE]


class Command(BaseCommand):
    help = (
        "Import from a mem0 account through its API (hosted), or from a file of mem0, "
        "Zep, Graphiti or ChatGPT. Everything is checked before anything is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", choices=[HOSTED, *FILES])
        parser.add_argument("project", type=UUID, help="id of the project")
        parser.add_argument("file", type=Path, nargs="?", help="what was exported")
        parser.add_argument(
            "--user-id", help="whom it is about, where the source does not say"
        )
        parser.add_argument(
            "--api-key-file",
            type=Path,
            help="hosted: a file with the account's key; it stays out of the list of "
            "processes",
        )
        parser.add_argument("--host", help="hosted: another address than mem0's")
        parser.add_argument(
            "--history", action="store_true", help="hosted: with every change"
        )
        add_import_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_of(options["project"])
        try:
            with self._opened(options) as opened:
                report = taking_in.from_archive(
                    project,
                    opened,
                    user_id=options["user_id"],
                    dry_run=options["dry_run"],
                    overwrite=options["overwrite"],
                )
        except Mem0Error as exc:
            raise CommandError(told(exc)) from exc
        except (OSError, httpx.HTTPError) as exc:
            raise CommandError(str(exc)) from exc
        self.stdout.write("\n".join(taking_in.lines(report)))

    def _opened(self, options: dict[str, Any]) -> AbstractContextManager[Opened]:
        if options["source"] == HOSTED:
            return packed(self._account(options))
        if options["file"] is None:
            raise CommandError("Name the file that was exported.")
        return as_archive(
            options["source"],
            options["file"].open("rb"),
            user_id=options["user_id"],
        )

    def _account(self, options: dict[str, Any]) -> Collection:
        if options["api_key_file"] is None:
            raise CommandError("Name the file with the key: --api-key-file.")
        found = Collection("mem0", options["user_id"])
        account.collect(
            found,
            api_key=options["api_key_file"].read_text().strip(),
            host=options["host"],
            history=options["history"],
        )
        return found
