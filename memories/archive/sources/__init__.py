"""Where archives come from: our own, and what other systems export.

A source is a label for people and a function that reads a file into a `Collection`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from memories.archive.refusals import refused
from memories.archive.sources import chatgpt, mem0, zep
from memories.archive.sources.collecting import Collection, Conversation

ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Source:
    """`collect` is None for an archive, which needs no reading."""

    label: str
    collect: Callable[[Collection, IO[bytes], int], None] | None = None


SOURCES = {
    ARCHIVE: Source("An archive of this platform"),
    "mem0": Source("mem0: listed memories, a store's dump, history.db", mem0.collect),
    "zep": Source("Zep or Graphiti: edges", zep.collect),
    "chatgpt": Source("ChatGPT: its export, a list of memories", chatgpt.collect),
}
"""By the word clients use."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive's file with its size, and what else is to be remembered."""

    file: IO[bytes]
    size: int
    conversations: list[Conversation]


@contextmanager
def as_archive(
    source: str, file: IO[bytes], *, user_id: str | None = None
) -> Iterator[Opened]:
    """A file of any source as an archive. Raises `ArchiveRefusedError`."""
    size = file.seek(0, 2)
    collect = SOURCES[source].collect
    if collect is None:
        yield Opened(file, size, [])
        return
    found = Collection(source, user_id or None)
    collect(found, file, size)
    with packed(found) as opened:
        yield opened


@contextmanager
def packed(found: Collection) -> Iterator[Opened]:
    """What was collected as an archive. Raises `ArchiveRefusedError`."""
    with tempfile.TemporaryFile() as out:
        found.write(out)
        if not found.rows and not found.conversations:
            raise refused("The file", "nothing in it is known")
        yield Opened(out, out.tell(), found.conversations)
