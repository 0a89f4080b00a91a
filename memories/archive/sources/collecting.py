"""What another system exports becomes an archive, so that one import serves them all.

A source reads a file and notes what it finds in a `Collection`; what it cannot read it
notes as a problem, with the number of the item. Ids are kept where they are UUIDs and
made from the source's own otherwise, so that the same file gives the same archive and a
second import finds everything there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from uuid import UUID

import orjson

from mem0.entities import ENTITY_IDS
from mem0.exceptions import ValidationError
from memories.archive import kinds
from memories.archive.manifest import Manifest, Origin
from memories.archive.packing import Packer
from memories.archive.refusals import Problems, refused
from orgs import limits

MOST_FILE = 512 * 1024 * 1024
"""Bytes of a foreign file, unpacked: it is read at once, an archive is not."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Something that was said elsewhere, to be remembered as if it were said here."""

    key: str
    """What the source calls it, with the number of its part."""
    messages: Sequence[Mapping[str, str]]
    said_at: dt.datetime


@dataclass(slots=True)
class Collection:
    """What a source found."""

    source: str
    user_id: str | None = None
    """Whom it is about where the source does not say."""
    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    conversations: list[Conversation] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    def add(self, kind: str, row: dict[str, Any]) -> None:
        """Note a row of a kind; the later of two with one id counts."""
        self.rows.setdefault(kind, {})[str(row["id"])] = row

    def memory(self, row: dict[str, Any], **scope: Any) -> None:
        """Note a memory about whoever is named, or about the user of this import.

        `id`, `text` and `created_at` are needed. Raises `ValueError`.
        """
        whose = {name: str(scope[name]) for name in ENTITY_IDS if scope.get(name)}
        if not whose:
            if not self.user_id:
                msg = "it names nobody; say whom the import is about (user_id)"
                raise ValueError(msg)
            whose = {"user_id": self.user_id}
        at = row["created_at"]
        made = {"updated_at": at, "recorded_at": at, **row, **whose}
        made["provenance"] = {"imported_from": self.source, **row.get("provenance", {})}
        self.add("memories", made)

    def write(self, out: IO[bytes]) -> Manifest:
        """The archive. Raises `ArchiveRefusedError` if there were problems."""
        self.problems.refuse()
        packer = Packer(out)
        for kind in kinds.KINDS:
            found = self.rows.get(kind.name, {})
            if found:
                packer.add(kind.file, (orjson.dumps(found[k]) for k in sorted(found)))
        return packer.close(Origin(name=self.source))


def each(
    found: Collection,
    file: str,
    items: Sequence[Any],
    read: Callable[[Mapping[str, Any]], None],
) -> None:
    """Read items one by one; what is wrong with one is noted with its number."""
    for number, item in enumerate(items, 1):
        try:
            if not isinstance(item, Mapping):
                msg = "it is not an object"
                raise TypeError(msg)
            read(item)
        except KeyError as exc:
            found.problems.add(file, number, f"{exc.args[0]} is missing")
        except (ValueError, TypeError, ValidationError) as exc:
            found.problems.add(file, number, str(exc)[:300])


def parsed(file: str, text: bytes) -> Any:
    """JSON, or NDJSON as a list. Raises `ArchiveRefusedError`."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as exc:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise refused(file, f"it is not valid JSON ({exc.msg})") from exc
        try:
            return [orjson.loads(line) for line in lines]
        except orjson.JSONDecodeError:
            raise refused(file, f"it is not valid JSON ({exc.msg})") from exc


def moment(value: Any, name: str) -> str | None:
    """A time of the source, as archives have it; one without offset is in UTC.

    Raises `ValidationError`.
    """
    if value in (None, ""):
        return None
    if isinstance(value, float):
        return dt.datetime.fromtimestamp(value, dt.UTC).isoformat()
    return limits.check_timestamp(value, name).astimezone(dt.UTC).isoformat()


def key_of(value: Any, at: str, *more: Any) -> str:
    """The source's id if it is a UUID, else one made of it and of its time."""
    try:
        return str(UUID(str(value)))
    except ValueError:
        return made_key(at, value, *more)


def made_key(at: str, *parts: Any) -> str:
    """The same UUID (version 8) for the same parts, in order of their time."""
    stamp = int(dt.datetime.fromisoformat(at).timestamp() * 1000)
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    data = bytearray(max(stamp, 0).to_bytes(6, "big") + digest[:10])
    data[6] = (data[6] & 0x0F) | 0x80
    data[8] = (data[8] & 0x3F) | 0x80
    return str(UUID(bytes=bytes(data)))
