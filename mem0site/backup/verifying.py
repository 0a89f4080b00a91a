"""Whether a backup can be restored, by restoring it: into a cluster that is made for
this and thrown away, and never near the database in use."""

from __future__ import annotations

from pathlib import Path

from mem0site.backup import databases, restoring
from mem0site.backup.errors import BackupError
from mem0site.backup.progress import Progress
from mem0site.backup.restoring import Restored
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.postgres import EmbeddedPostgres


def verify(path: Path, progress: Progress) -> Restored:
    """Restore a backup and compare every table with its manifest.

    Raises BackupError when it cannot be restored at all.
    """
    try:
        with EmbeddedPostgres.temporary() as postgres:
            return restoring.restore(path, databases.scratch(postgres), progress)
    except EmbeddedError as exc:
        raise BackupError(str(exc)) from exc
