"""`manage.py backup`, `manage.py backup verify`"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0site.backup import databases, making, retention, verifying
from mem0site.backup.errors import BackupError
from mem0site.backup.progress import Progress


class Command(BaseCommand):
    help = "Back the database up to one file, or prove that a backup can be restored."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.usage = (
            "manage.py backup [PATH] [--keep N] [--keep-days DAYS]\n"
            "       manage.py backup verify PATH"
        )
        parser.add_argument(
            "words",
            nargs="*",
            metavar="PATH",
            help="a new file, or a folder to name one in; default: BACKUP_FOLDER. "
            "`verify` in front restores a backup into a scratch cluster and compares",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="delete all but the newest N afterwards",
        )
        parser.add_argument(
            "--keep-days",
            type=int,
            metavar="DAYS",
            help="delete what is older afterwards",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        words: list[str] = options["words"]
        progress = Progress(options.get("stderr") or sys.stderr)
        try:
            if words[:1] == ["verify"]:
                self._verify(words[1:], progress)
            else:
                self._make(words, progress, options["keep"], options["keep_days"])
        except BackupError as exc:
            raise CommandError(str(exc)) from exc

    def _make(
        self, words: list[str], progress: Progress, keep: int | None, days: int | None
    ) -> None:
        path = destination(words)
        if min(keep or 1, days or 1) < 1 or 0 in {keep, days}:
            msg = "--keep and --keep-days are numbers from 1 on."
            raise CommandError(msg)
        manifest = making.make(databases.ours(), path, progress)
        self.stdout.write(
            f"{path}: {len(manifest.contents.rows)} tables, "
            f"{manifest.contents.total:,} rows, {path.stat().st_size / 1e6:,.1f} MB."
        )
        if keep or days:
            now = dt.datetime.now(dt.UTC)
            for gone in retention.prune(path.parent, keep=keep, days=days, now=now):
                self.stdout.write(f"{gone.name} is deleted.")

    def _verify(self, words: list[str], progress: Progress) -> None:
        if len(words) != 1:
            msg = "Give the one backup to verify: manage.py backup verify PATH."
            raise CommandError(msg)
        restored = verifying.verify(Path(words[0]), progress)
        if restored.differences:
            said = "\n  ".join(restored.differences)
            msg = f"The restored database differs from the one backed up:\n  {said}"
            raise CommandError(msg)
        found = restored.manifest.contents
        self.stdout.write(
            f"{words[0]} restores: {len(found.rows)} tables, {found.total:,} rows, "
            f"checksums, walls and grants are equal."
        )


def destination(words: list[str]) -> Path:
    """The file to write. Raises CommandError when there is no place for it."""
    if len(words) > 1:
        msg = "Give one path, or `verify` and one path."
        raise CommandError(msg)
    given = words[0] if words else settings.BACKUP_FOLDER
    if not given:
        msg = "Give a path, or set BACKUP_FOLDER."
        raise CommandError(msg)
    path = Path(given)
    if not words:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_dir():
        return path / retention.name(dt.datetime.now(dt.UTC))
    if path.exists():
        msg = f"{path} exists: choose another name."
        raise CommandError(msg)
    if not path.parent.is_dir():
        msg = f"The folder {path.parent} does not exist."
        raise CommandError(msg)
    return path
