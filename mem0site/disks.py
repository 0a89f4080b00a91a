"""Where this program writes, and how much room there is."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from mem0site.embedded.layout import current_home


def folders() -> list[Path]:
    """One on each file system that this program, or the PostgreSQL it runs, writes to."""
    run = Path(settings.BASE_DIR) / ".run"
    wanted = [Path(settings.BASE_DIR), run, current_home(run / "pg")]
    if settings.BACKUP_FOLDER:
        wanted.append(Path(settings.BACKUP_FOLDER))
    there = [folder for folder in wanted if folder.is_dir()]
    return list({folder.stat().st_dev: folder for folder in reversed(there)}.values())


def least_free() -> int:
    """Bytes that are free on the fullest of them."""
    return min(shutil.disk_usage(folder).free for folder in folders())
