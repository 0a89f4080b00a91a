"""The machine this runs on: its clock, its disk, and its backups."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from mem0site import disks
from mem0site.backup import retention
from mem0site.doctor.findings import Finding, error, ok, warning

GB = 1 << 30
SLIGHT, LARGE = 2.0, 30.0
"""Seconds two clocks may differ: leases are counted in tens of seconds."""
OLDEST_BACKUP = dt.timedelta(days=2)


def clock() -> Iterator[Finding]:
    """The database's clock and this machine's agree."""
    before = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        (theirs,) = cursor.fetchone() or (0,)
    skew = abs(float(theirs) - (before + time.time()) / 2)
    advice = "Let chrony or systemd-timesyncd set the clock of both machines."
    if skew > SLIGHT:
        severe = error if skew > LARGE else warning
        yield severe("clock", f"{skew:.1f} s from the database's", advice)
    else:
        yield ok("clock", "agrees with the database's")


def disk() -> Iterator[Finding]:
    """Room where this program writes."""
    for folder in disks.folders():
        used = shutil.disk_usage(folder)
        found = f"{used.free / GB:,.1f} GB free of {used.total / GB:,.1f}"
        advice = "Make room or enlarge it: PostgreSQL stops when its disk is full."
        if used.free < GB:
            yield error(f"disk {folder}", found, advice)
        elif used.free < 5 * GB and used.free < used.total / 10:
            yield warning(f"disk {folder}", found, advice)
        else:
            yield ok(f"disk {folder}", found)


def backups() -> Iterator[Finding]:
    """The newest in BACKUP_FOLDER is not old."""
    if not settings.BACKUP_FOLDER:
        return
    found = retention.backups(Path(settings.BACKUP_FOLDER))
    made = retention.made_at(found[0]) if found else None
    advice = "Let manage.py backup run every night, and backup verify after it."
    if made is None:
        yield warning("backups", f"none in {settings.BACKUP_FOLDER}", advice)
        return
    age = dt.datetime.now(dt.UTC) - made
    said = f"the newest is of {made:%Y-%m-%d %H:%M} UTC, {found[0].name}"
    yield (
        warning("backups", said, advice) if age > OLDEST_BACKUP else ok("backups", said)
    )
