from __future__ import annotations

from pathlib import Path
from typing import IO

LARGEST = 5_000_000  # bytes a log may have when it is opened again


def open_log(path: Path) -> IO[bytes]:
    """Append to a log, its predecessor put aside when it has grown large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab")


def last_lines(path: Path, count: int, since: int = 0) -> list[str]:
    """The last non-empty lines written after byte `since`."""
    with path.open("rb") as stream:
        end = stream.seek(0, 2)
        stream.seek(max(since, end - 200 * 100))
        text = stream.read().decode(errors="replace")
    return [line for line in text.splitlines() if line.strip()][-count:]
