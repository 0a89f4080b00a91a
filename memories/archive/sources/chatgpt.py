"""What ChatGPT exports: conversations, and the list of what it remembers.

Read are, alone or in the zip that one is mailed:

- `conversations.json` (and its parts `conversations-000.json` …): a list of
  conversations whose `mapping` is a tree of messages by id; the thread that was read is
  the way from `current_node` up to the root. A message has `author.role`, `create_time`
  in epoch seconds, `content.parts`; see
  https://help.openai.com/en/articles/7260999-how-do-i-export-my-chatgpt-history-and-data
  and, for the fields, https://portable-ai-memory.org/providers/openai
- a list of memories: JSON of texts or of objects with `content`, `memory` or `text` and a
  time, or text with one memory a line, as it is copied from "Manage memories"

Memories are kept word for word. Conversations go the way every conversation goes: they
are extracted from by a job each, with the time at which they were said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import IO, Any

from memories.archive.sources import files
from memories.archive.sources.collecting import (
    Collection,
    Conversation,
    each,
    key_of,
    moment,
    parsed,
)
from orgs import limits

ROLES = {"user", "assistant"}
MOST_MESSAGES = 50
"""Messages that are extracted from at once."""
GAP = dt.timedelta(hours=1)
"""A longer silence begins another part."""
CONVERSATIONS = re.compile(r"conversations(-\d+)?\.json$")
MEMORIES = re.compile(r"memor(y|ies)[\w-]*\.(json|txt|md)$", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


def collect(found: Collection, file: IO[bytes], size: int) -> None:
    """Note every memory and every conversation of the file."""
    contents = files.read(
        file, size, lambda n: bool(CONVERSATIONS.match(n) or MEMORIES.match(n)), "file"
    )
    for name, data in contents.items():
        given = _given(name, data)
        if given and isinstance(given[0], Mapping) and "mapping" in given[0]:
            each(found, name, given, _Conversations(found).read)
        else:
            each(
                found, name, [_as_object(item) for item in given], _Memories(found).read
            )


def _given(name: str, data: bytes) -> list[Any]:
    """The list of a file; of plain text its lines."""
    if data.lstrip()[:1] not in (b"[", b"{"):
        lines = data.decode("utf-8", "replace").splitlines()
        return [BULLET.sub("", line).strip() for line in lines if line.strip()]
    given = parsed(name, data)
    if isinstance(given, Mapping):
        if "mapping" in given:
            return [given]
        given = given.get("memories") or given.get("conversations") or []
    return given if isinstance(given, list) else []


def _as_object(item: Any) -> Any:
    return {"content": item} if isinstance(item, str) else item


class _Memories:
    def __init__(self, found: Collection) -> None:
        self.found = found

    def read(self, item: Mapping[str, Any]) -> None:
        """One memory. Raises `ValueError`."""
        names = ("content", "memory", "text")
        text = next((item[n] for n in names if isinstance(item.get(n), str)), "")
        if not text.strip():
            msg = "it has no text"
            raise ValueError(msg)
        given = next((item[n] for n in TIMES if item.get(n)), None)
        at = moment(given, "created_at")
        # Nobody knows when it was said; the id is the same whenever it is imported.
        key = key_of(item.get("id"), at or UNKNOWN, text, self.found.user_id)
        now = dt.datetime.now(dt.UTC).isoformat()
        row = {"id": key, "text": text, "created_at": at or now}
        self.found.memory(row, user_id=self.found.user_id)


TIMES = ("created_at", "create_time", "updated_at", "created_timestamp")
UNKNOWN = "1970-01-01T00:00:00+00:00"


class _Conversations:
    def __init__(self, found: Collection) -> None:
        self.found = found

    def read(self, item: Mapping[str, Any]) -> None:
        """One conversation, in parts that are each of one time."""
        if not self.found.user_id:
            msg = "it names nobody; say whom the import is about (user_id)"
            raise ValueError(msg)
        key = str(item.get("conversation_id") or item.get("id") or "")
        if not key:
            msg = "it has no id"
            raise ValueError(msg)
        said = list(_thread(item))
        for number, part in enumerate(_parts(said)):
            messages = [{"role": role, "content": text} for role, text, _ in part]
            self.found.conversations.append(
                Conversation(f"{key}/{number}", messages, part[0][2])
            )


Said = tuple[str, str, dt.datetime]


def _thread(item: Mapping[str, Any]) -> Iterator[Said]:
    """The messages of the thread that was read, oldest first."""
    mapping = item["mapping"]
    place: Any = item.get("current_node") or _last(mapping)
    way: list[Mapping[str, Any]] = []
    seen: set[str] = set()
    while place in mapping and place not in seen:
        seen.add(place)
        way.append(mapping[place])
        place = mapping[place].get("parent")
    begun = item.get("create_time") or 0
    for node in reversed(way):
        message = node.get("message")
        if isinstance(message, Mapping) and (said := _said(message, begun)):
            begun = said[2].timestamp()
            yield said


def _last(mapping: Mapping[str, Any]) -> str | None:
    """The latest message, where the export does not say which is the current one."""
    dated = [
        (node["message"].get("create_time") or 0, key)
        for key, node in mapping.items()
        if isinstance(node, Mapping) and isinstance(node.get("message"), Mapping)
    ]
    return max(dated)[1] if dated else None


def _said(message: Mapping[str, Any], before: float) -> Said | None:
    """A message that was said by one of the two; None for tools, pictures, nothing."""
    role = (message.get("author") or {}).get("role")
    parts = (message.get("content") or {}).get("parts") or []
    text = "\n".join(part for part in parts if isinstance(part, str)).strip()
    if role not in ROLES or not text:
        return None
    stamp = float(message.get("create_time") or before)
    most = limits.current().message
    return (
        role,
        limits.check_text(_cut(text, most), "content", most),
        dt.datetime.fromtimestamp(stamp, dt.UTC),
    )


def _cut(text: str, most: int) -> str:
    """The beginning of a text that is longer than a message may be."""
    return text.encode()[:most].decode(errors="ignore")


def _parts(said: list[Said]) -> Iterator[list[Said]]:
    """Parts that are near in time and not too long."""
    number, last, count = 0, None, 0
    numbered: list[tuple[int, Said]] = []
    for each_ in said:
        if last is not None and (each_[2] - last > GAP or count >= MOST_MESSAGES):
            number, count = number + 1, 0
        numbered.append((number, each_))
        last, count = each_[2], count + 1
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield [pair[1] for pair in group]
