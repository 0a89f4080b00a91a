"""`manage.py replay_erasures [--ledger FILE …]`: erasures applied again after a restore."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import ValidationError
from memories.erasing import replaying
from memories.erasing.replaying import Entry


class Command(BaseCommand):
    help = (
        "Erase again whatever a restored backup brought back of what had been erased: "
        "by the ledger in the database, ERASURE_LEDGER_FILE and the files given. May be "
        "repeated."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ledger",
            type=Path,
            action="append",
            default=[],
            help="a copy of the ledger, as export_erasures or ERASURE_LEDGER_FILE has it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        entries = list(replaying.stored())
        for path in [*_own_copy(), *options["ledger"]]:
            entries += _read(path)
        done = replaying.replay(entries)
        for key, why in done.failed.items():
            self.stderr.write(f"{key}: {why}")
        self.stdout.write(
            f"{done.lines} erasures in the ledger, {len(done.erased)} had come back "
            "and are gone again."
        )
        if done.failed:
            raise CommandError(f"{len(done.failed)} could not be applied; try again.")


def _own_copy() -> list[Path]:
    path = settings.CONFIGURATION.erasure_ledger_file
    return [Path(path)] if path and Path(path).exists() else []


def _read(path: Path) -> list[Entry]:
    try:
        lines = path.read_bytes().splitlines()
        return [Entry.read(line) for line in lines if line.strip()]
    except OSError as exc:
        raise CommandError(f"{path} cannot be read: {exc.strerror}.") from exc
    except ValidationError as exc:
        raise CommandError(f"{path}: {exc.message}") from exc
