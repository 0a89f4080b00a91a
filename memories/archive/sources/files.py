"""A foreign file: alone, or a zip of several, never unpacked beyond what is allowed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import IO

from memories.archive import manifest
from memories.archive.reading import BROKEN, check_directory
from memories.archive.refusals import ArchiveRefusedError, refused
from memories.archive.sources.collecting import MOST_FILE

MOST_FILES = 2000


def read(
    file: IO[bytes], size: int, wanted: Callable[[str], bool], name: str
) -> dict[str, bytes]:
    """The wanted files by name; a file that is no zip is the one called `name`.

    Raises `ArchiveRefusedError` for what is too large, damaged, or has none of them.
    """
    file.seek(0)
    zipped = file.read(4) == b"PK\3\4"
    file.seek(0)
    if not zipped:
        if size > MOST_FILE:
            raise refused(name, f"it has more than {MOST_FILE} bytes")
        return {name: file.read()}
    try:
        found = _unpacked(file, size, wanted)
    except ArchiveRefusedError:
        raise
    except BROKEN as exc:
        raise refused("The file", f"it is damaged ({exc})") from exc
    if not found:
        raise refused("The file", "nothing in it is known")
    return found


def _unpacked(
    file: IO[bytes], size: int, wanted: Callable[[str], bool]
) -> dict[str, bytes]:
    check_directory(file, size, most=MOST_FILES * 200)
    found: dict[str, bytes] = {}
    left = MOST_FILE
    with zipfile.ZipFile(file) as opened:
        for info in opened.infolist():
            base = info.filename.rsplit("/", 1)[-1]
            if not wanted(base):
                continue
            packed = max(info.compress_size, 1)
            large = info.file_size > manifest.LARGE
            left -= info.file_size
            if left < 0 or (large and info.file_size > packed * manifest.MOST_RATIO):
                raise refused(info.filename[:100], "it unpacks to more than is allowed")
            if base in found:
                raise refused(info.filename[:100], "it comes twice")
            with opened.open(info) as source:
                found[base] = source.read(info.file_size + 1)
    return found
