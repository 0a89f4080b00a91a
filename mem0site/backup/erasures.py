"""Erasures outlive a restore: what was erased after the backup was made comes back with
it, and has to go again. The ledger that knows of them is in the database that the restore
replaces, so it is taken out before and applied after.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import DatabaseError, connections

EXPORT, REPLAY = "export_erasures", "replay_erasures"


@dataclass(slots=True)
class Ledger:
    """The lines that the database had, in a file. `replaced`: the database no longer has
    them, so the file is the only place where they stand."""

    path: Path
    replaced: bool = False


@contextmanager
def ledger() -> Iterator[Ledger]:
    """A file with the lines that the database has now; none where it has no ledger.

    It goes when the block ends well. When that fails after the database was replaced,
    the file stays. Raises CommandError then, which says where it is.
    """
    kept = Ledger(_exported())
    try:
        yield kept
        kept.replaced = False
    except Exception as exc:
        if not kept.replaced:
            raise
        msg = f"{exc}\nWhat was erased may be back: {REPLAY} --ledger {kept.path}"
        raise CommandError(msg) from exc
    finally:
        if not kept.replaced:
            kept.path.unlink(missing_ok=True)


def _exported() -> Path:
    with tempfile.NamedTemporaryFile(
        "w", prefix="erasures-", suffix=".jsonl", delete=False
    ) as file:
        if EXPORT in get_commands():
            try:
                call_command(EXPORT, stdout=file)
            except (
                DatabaseError
            ):  # an empty database, or one of before there was a ledger
                file.truncate(0)
    connections.close_all()  # the restore takes every table for itself
    return Path(file.name)


def replay(kept: Ledger) -> None:
    """Erase again what the ledgers know of: the restored one's, the old one's, and the
    file of the settings."""
    if REPLAY in get_commands():
        call_command(REPLAY, ledger=[kept.path])
