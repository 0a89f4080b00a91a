from __future__ import annotations


class BackupError(Exception):
    """What went wrong, as one sentence for the person at the terminal."""
