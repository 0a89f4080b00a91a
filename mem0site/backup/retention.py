"""The backups of a folder: their names, which are kept, what a killed one left."""

from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path

from mem0site.backup.archive import PARTIAL

NAME = re.compile(r"mem0-(\d{8}T\d{6}Z)\.backup")
ABANDONED = 86_400.0
"""Seconds after which nobody writes an unfinished file any more."""


def name(now: dt.datetime) -> str:
    """What a backup that is made now is called."""
    return f"mem0-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}.backup"


def made_at(path: Path) -> dt.datetime | None:
    """When a backup was begun, from its name; None for other files."""
    found = NAME.fullmatch(path.name)
    if found is None:
        return None
    return dt.datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)


def backups(folder: Path) -> list[Path]:
    """Those of a folder, the newest first. Files with names of their own do not count."""
    return sorted(
        (path for path in folder.glob("mem0-*.backup") if made_at(path)), reverse=True
    )


def prune(
    folder: Path, *, keep: int | None, days: int | None, now: dt.datetime
) -> list[Path]:
    """Delete what is beyond the newest `keep`, and what is older than `days`.

    The newest always stays. Returns what was deleted.
    """
    found = backups(folder)
    surplus = set(found[keep:]) if keep else set()
    if days:
        oldest = now - dt.timedelta(days=days)
        surplus |= {path for path in found if (made_at(path) or now) < oldest}
    surplus -= set(found[:1])
    for path in surplus:
        path.unlink(missing_ok=True)
    _sweep(folder)
    return sorted(surplus)


def _sweep(folder: Path) -> None:
    for path in folder.glob(f".*{PARTIAL}"):
        if time.time() - path.stat().st_mtime > ABANDONED:
            path.unlink(missing_ok=True)
