"""The file of a backup: a zip of a dump, stored as it is, and a manifest that says what
the dump holds. It gets its name only when it is whole and on the disk; a zip that was cut
has no table of contents, and a dump that was changed has another checksum.

    unzip -p FILE database.dump | pg_restore …      reads it without this program
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ValidationError

from mem0site.backup.contents import Contents
from mem0site.backup.errors import BackupError

DUMP, MANIFEST = "database.dump", "manifest.json"
FORMAT = 1
CHUNK = 1 << 20
PARTIAL = ".partial"
LARGEST_MANIFEST = 64 << 20  # bytes; a thousand partitions need two megabytes

Copied = Callable[[int], None]


class Dump(BaseModel):
    """Length in bytes and SHA-256 of the dump."""

    size: int
    sha256: str


class Manifest(BaseModel):
    """What a backup says about itself. `keys` are digests that recognize the secrets
    it needs, by setting; `migrations` are `app.name`; `roles` are by use."""

    format: int
    made_at: str
    version: str
    postgresql: int
    database: str
    roles: dict[str, str]
    keys: dict[str, str]
    migrations: list[str]
    contents: Contents
    dump: Dump


@contextmanager
def writing(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip that appears at `path` when the block ends well, and never otherwise."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
    try:
        file = os.open(scratch, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "r+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as opened:
                yield opened
            stream.flush()
            os.fsync(stream.fileno())
        scratch.replace(path)
        _sync_folder(path.parent)
    except OSError as exc:
        msg = f"The backup cannot be written to {path}: {exc.strerror or exc}."
        raise BackupError(msg) from exc
    finally:
        scratch.unlink(missing_ok=True)


def add_dump(opened: zipfile.ZipFile, source: IO[bytes], copied: Copied) -> Dump:
    """Copy a dump into the zip as it comes; `copied` gets the bytes so far."""
    digest, size = hashlib.sha256(), 0
    with opened.open(DUMP, "w", force_zip64=True) as goal:
        while chunk := source.read(CHUNK):
            goal.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            copied(size)
    return Dump(size=size, sha256=digest.hexdigest())


def add_manifest(opened: zipfile.ZipFile, manifest: Manifest) -> None:
    """The last part of the file."""
    opened.writestr(MANIFEST, manifest.model_dump_json(indent=1))


@contextmanager
def reading(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An existing backup and its manifest.

    Raises BackupError for what is none, is cut short, or is of a later format.
    """
    try:
        with zipfile.ZipFile(path) as opened:
            yield opened, _manifest(path, opened)
    except FileNotFoundError as exc:
        msg = f"There is no file {path}."
        raise BackupError(msg) from exc
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as exc:
        msg = f"{path} is not a whole backup: {exc}. Use another one."
        raise BackupError(msg) from exc
    except OSError as exc:
        msg = f"{path} cannot be read: {exc.strerror or exc}."
        raise BackupError(msg) from exc


def check(opened: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read the whole dump once. Raises BackupError when it is not the one described."""
    digest, size = hashlib.sha256(), 0
    with opened.open(DUMP) as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    if (size, digest.hexdigest()) != (manifest.dump.size, manifest.dump.sha256):
        msg = "The dump in the backup was changed or cut: use another backup."
        raise BackupError(msg)


def _manifest(path: Path, opened: zipfile.ZipFile) -> Manifest:
    try:
        if opened.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            msg = f"{path} is not a backup: its manifest is too long."
            raise BackupError(msg)
        opened.getinfo(DUMP)
        manifest = Manifest.model_validate_json(opened.read(MANIFEST))
    except (KeyError, ValidationError) as exc:
        msg = f"{path} is not a backup of this program: it has no readable manifest."
        raise BackupError(msg) from exc
    if manifest.format > FORMAT:
        msg = f"{path} was made by a later version ({manifest.version}): restore it with that."
        raise BackupError(msg)
    return manifest


def _sync_folder(folder: Path) -> None:
    """The name of the file is on the disk as well."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
