"""Writes an archive: rows in, a zip with its manifest out, nothing kept in memory."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from typing import IO

from memories.archive import manifest
from memories.archive.manifest import Manifest, Origin, Part, Space

LEVEL = 6


class Packer:
    """A zip that is being written. `close` adds the manifest; without it there is none,
    and so no archive."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(
            out, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=LEVEL
        )
        self._parts: list[Part] = []

    def add(self, name: str, lines: Iterable[bytes]) -> Part:
        """Write a file of these rows, each without its line end."""
        digest, rows, size = hashlib.sha256(), 0, 0
        # Its size is not known before it is written.
        with self._zip.open(name, "w", force_zip64=True) as out:
            for line in lines:
                ended = line + b"\n"
                out.write(ended)
                digest.update(ended)
                rows, size = rows + 1, size + len(ended)
        part = Part(name=name, rows=rows, bytes=size, sha256=digest.hexdigest())
        self._parts.append(part)
        return part

    def close(
        self,
        project: Origin,
        embedder: Space | None = None,
        *,
        vectors: bool = False,
    ) -> Manifest:
        """Write the manifest and the zip's directory."""
        made = Manifest(
            project=project, embedder=embedder, vectors=vectors, files=self._parts
        )
        self._zip.writestr(manifest.NAME, made.model_dump_json(indent=2) + "\n")
        self._zip.close()
        return made
