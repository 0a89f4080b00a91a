"""Erasures outlive a restore: what was erased after the backup was made comes back with
it, and has to go again. The ledger that knows of them is in the database that the restore
replaces, so it is taken out before and applied after.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command, get_commands
from django.db import DatabaseError, connections

EXPORT, REPLAY = "export_erasures", "replay_erasures"


@contextmanager
def ledger() -> Iterator[Path]:
    """A file with the lines that the database has now; none where it has no ledger."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        if EXPORT in get_commands():
            try:
                call_command(EXPORT, stdout=file)
            except (
                DatabaseError
            ):  # an empty database, or one of before there was a ledger
                file.truncate(0)
        file.flush()
        connections.close_all()  # the restore takes every table for itself
        yield Path(file.name)


def replay(file: Path) -> None:
    """Erase again what the ledgers know of: the restored one's, the old one's, and the
    file of the settings."""
    if REPLAY in get_commands():
        call_command(REPLAY, ledger=[file])
