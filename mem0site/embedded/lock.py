from __future__ import annotations

import fcntl
import os
from pathlib import Path

from mem0site.embedded.errors import EmbeddedError


class FolderLock:
    """Keeps a second `make run` off the same data; the kernel drops it with us."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        """Raises EmbeddedError naming the process that holds the folder."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        self._file = os.open(self._path, flags, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 20).decode().strip() or "unknown"
            self._close()
            folder = self._path.parent
            raise EmbeddedError(
                f"The data folder {folder} is in use by process {holder}: stop it first."
            ) from None
        os.ftruncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        if self._file is not None:
            os.ftruncate(self._file, 0)
            self._close()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
