"""Reads an archive without trusting it.

`Archive` refuses what is not an archive before it unpacks a byte: foreign names, files
named twice, encrypted or absurdly packed ones. `verify` then reads every file to its end:
size and checksum as in the manifest, every line one valid row, keys in ascending order
(so that none comes twice). Memory holds one line at a time.
"""

from __future__ import annotations

import contextlib
import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

import numpy as np
import orjson
from pydantic import ValidationError as Invalid

from mem0.memory.lexical import SPARSE_DIMENSIONS
from memories.archive import kinds, manifest
from memories.archive.manifest import Manifest, Part
from memories.archive.refusals import ArchiveRefusedError, Problems, refused
from memories.archive.rows import ROWS, Row

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
    RuntimeError, ArithmeticError, LookupError,
)  # fmt: skip
"""What reading a damaged zip may raise."""
ENCRYPTED = 0x1
END, END_64 = 22, 56
LOCATOR_64 = 20
MOST_DIRECTORY = 64 * 1024
"""Bytes of the list of files, which is read at once."""
KEYS = {kind.name: kind.key for kind in kinds.KINDS}
NUMBERS = frozenset({int, float})
MOST_HALF = 65504
"""No number of half precision is larger."""
CHECKED_AT_ONCE = 1000
"""Lines between two signs of progress."""


class Archive:
    """An open archive. Raises `ArchiveRefusedError` for what cannot be one."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        check_directory(file, size)
        try:
            self._zip = zipfile.ZipFile(file)
        except BROKEN as exc:
            raise refused("The archive", f"it is not a whole zip file ({exc})") from exc
        self._entries = _checked_entries(self._zip, size)
        self.manifest = self._read_manifest()
        self._compare_names()

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """The lines of a file with their numbers from 1; none if it has no such file."""
        if name in self._entries:
            with self._opened(name) as source:
                yield from _lines(source, name)

    def rows(self, name: str) -> Iterator[tuple[int, Row]]:
        """The rows of a kind that was verified before."""
        for number, line in self.lines(f"{name}.ndjson"):
            yield number, ROWS[name].model_validate(orjson.loads(line))

    def verify(self, tell: Callable[[int], None] = lambda done: None) -> None:
        """Read everything and raise `ArchiveRefusedError` if anything is wrong.

        `tell` is given the number of rows checked so far.
        """
        problems, done = Problems(), 0
        for part in self.manifest.files:
            check = _Check(part, self.manifest, problems)
            with _named(part.name):
                for number, line in self.lines(part.name):
                    check.line(number, line)
                    done += 1
                    if done % CHECKED_AT_ONCE == 0:
                        tell(done)
            check.finish()
        problems.refuse()

    @contextlib.contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        with _named(name), self._zip.open(self._entries[name]) as source:
            yield source

    def _read_manifest(self) -> Manifest:
        info = self._entries.pop(manifest.NAME, None)
        if info is None:
            raise refused("The archive", f"it has no {manifest.NAME}")
        if info.file_size > manifest.MOST_MANIFEST:
            raise refused(manifest.NAME, "it is too large to be one")
        with _named(manifest.NAME), self._zip.open(info) as source:
            text = source.read(manifest.MOST_MANIFEST + 1)
        try:
            return Manifest.model_validate(orjson.loads(text))
        except (orjson.JSONDecodeError, Invalid) as exc:
            raise refused(manifest.NAME, _why(exc)) from exc

    def _compare_names(self) -> None:
        stated = [part.name for part in self.manifest.files]
        if len(set(stated)) < len(stated):
            raise refused(manifest.NAME, "it names a file twice")
        if odd := set(stated) ^ self._entries.keys():
            reason = "the manifest and the archive do not agree about it"
            raise refused(min(odd), reason)
        for part in self.manifest.files:
            if part.bytes != self._entries[part.name].file_size:
                raise refused(part.name, "its size is not the one in the manifest")


class _Check:
    """One file on its way through the checks."""

    def __init__(self, part: Part, about: Manifest, problems: Problems) -> None:
        self.part, self.about, self.problems = part, about, problems
        self.kind = part.name.removesuffix(".ndjson")
        self.digest = hashlib.sha256()
        self.rows, self.last = 0, ""

    def line(self, number: int, line: bytes) -> None:
        """Check one line and take it into the sums."""
        self.digest.update(line)
        self.rows += 1
        try:
            row = ROWS[self.kind].model_validate(orjson.loads(line))
            self._check(row)
        except (orjson.JSONDecodeError, Invalid, ValueError) as exc:
            self.problems.add(self.part.name, number, _why(exc))

    def _check(self, row: Row) -> None:
        index = getattr(row, "index", None)
        if index is not None:
            _check_vectors(index, self.about)
        if (key := KEYS.get(self.kind)) is not None:
            found = str(getattr(row, key))
            if found <= self.last:
                msg = f"{key} {found} comes twice or is not in ascending order"
                raise ValueError(msg)
            self.last = found
        elif self.kind == kinds.SETTINGS and self.rows > 1:
            msg = "there is more than one row of settings"
            raise ValueError(msg)

    def finish(self) -> None:
        """Compare the sums with the manifest's."""
        if self.rows != self.part.rows:
            reason = f"it has {self.rows} rows, the manifest says {self.part.rows}"
            self.problems.add(self.part.name, 0, reason)
        elif self.digest.hexdigest() != self.part.sha256:
            self.problems.add(self.part.name, 0, "its checksum is not the manifest's")


def check_directory(file: IO[bytes], size: int, *, most: int = MOST_DIRECTORY) -> None:
    """A list of files that is itself a bomb is not read. Raises the refusal."""
    file.seek(max(0, size - END - LOCATOR_64 - END_64))
    tail = file.read()
    ends = tail[-END:]
    if len(ends) < END or ends[:4] != b"PK\5\6" or ends[-2:] != b"\0\0":
        raise refused("The archive", "it is cut short, or not a zip file")
    sizes = [*struct.unpack_from("<L", ends, 12)]
    if tail[-END - LOCATOR_64 :][:4] == b"PK\6\7":
        (place,) = struct.unpack_from("<Q", tail[-END - LOCATOR_64 :], 8)
        file.seek(min(place, size))
        for record in (file.read(END_64), tail[:END_64]):
            if len(record) == END_64:
                sizes += struct.unpack_from("<Q", record, 40)
    if max(sizes) > most:
        raise refused("The archive", "it has more files than archives have")
    file.seek(0)


def _checked_entries(found: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """The files of a zip by name, none of which has been unpacked yet."""
    entries: dict[str, zipfile.ZipInfo] = {}
    allowed = kinds.FILES | {manifest.NAME}
    for info in found.infolist():
        if info.filename not in allowed:
            raise refused(repr(info.filename[:100]), "no archive has a file like this")
        if info.filename in entries:
            raise refused(info.filename, "it comes twice")
        if info.flag_bits & ENCRYPTED or info.compress_type not in METHODS:
            raise refused(info.filename, "it is encrypted or packed in an unknown way")
        packed = max(info.compress_size, 1)
        if (
            info.file_size > manifest.LARGE
            and info.file_size > packed * manifest.MOST_RATIO
        ):
            raise refused(info.filename, "it unpacks to far more than archives do")
        entries[info.filename] = info
    if sum(info.compress_size for info in entries.values()) > size:
        raise refused("The archive", "its files overlap")
    if sum(info.file_size for info in entries.values()) > manifest.MOST_UNPACKED:
        raise refused("The archive", "it unpacks to more than is allowed")
    return entries


def _lines(source: IO[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := source.readline(manifest.MOST_LINE + 1):
        number += 1
        if len(line) > manifest.MOST_LINE:
            reason = f"it has more than {manifest.MOST_LINE} bytes"
            raise refused(name, reason, number)
        if not line.endswith(b"\n"):
            raise refused(name, "it ends in the middle of a row", number)
        yield number, line


@contextlib.contextmanager
def _named(name: str) -> Iterator[None]:
    """What unpacking raises, as a refusal of this file."""
    try:
        yield
    except ArchiveRefusedError:
        raise
    except BROKEN as exc:
        raise refused(name, f"it is damaged ({exc})") from exc


def _check_vectors(index: Any, about: Manifest) -> None:
    """Raises `ValueError` unless every vector is one of the manifest's space."""
    if about.embedder is None or not about.vectors:
        msg = "it has vectors, and the manifest does not say of which space"
        raise ValueError(msg)
    for name, text in index:
        if name.endswith("embedding"):
            _check_dense(name, text, about.embedder.dimensions)
        else:
            _check_sparse(name, text)


def _check_dense(name: str, text: str, dimensions: int) -> None:
    values = orjson.loads(text)
    if not isinstance(values, list) or len(values) != dimensions:
        msg = f"index.{name} does not have {dimensions} dimensions"
        raise ValueError(msg)
    # Types first: numpy would read texts and truth values as numbers too.
    if not NUMBERS.issuperset(map(type, values)) or not _is_half(values):
        msg = f"index.{name} holds what no half-precision number is"
        raise ValueError(msg)


def _is_half(values: list[float]) -> bool:
    try:
        return bool(np.abs(np.asarray(values, np.float64)).max() < MOST_HALF)
    except OverflowError:  # a whole number beyond every float
        return False


def _check_sparse(name: str, text: str) -> None:
    inside, _, dimensions = text.removeprefix("{").partition("}/")
    if dimensions != str(SPARSE_DIMENSIONS) or not text.startswith("{"):
        msg = f"index.{name} is not a sparse vector of {SPARSE_DIMENSIONS} dimensions"
        raise ValueError(msg)
    last = 0
    for pair in filter(None, inside.split(",")):
        number, _, weight = pair.partition(":")
        if not last < int(number) <= SPARSE_DIMENSIONS or not abs(float(weight)) < 1e6:
            msg = f"index.{name} holds {pair[:40]!r}"
            raise ValueError(msg)
        last = int(number)


def _why(error: Exception) -> str:
    """The first reason, in few words."""
    if isinstance(error, Invalid):
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(each) for each in first["loc"])
        return f"{place}: {first['msg']}"[:300] if place else str(first["msg"])[:300]
    if isinstance(error, orjson.JSONDecodeError):
        return f"it is not valid JSON ({error.msg.split(':')[0]})"[:300]
    return str(error)[:300]
