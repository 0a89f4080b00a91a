"""Memories of mem0: as its API lists them, or as the open-source server stores them.

Read are, alone or together in a zip:

- JSON or NDJSON of memories as `GET /memories` of the open-source server and the list
  endpoints of the hosted service answer them (`id`, `memory`, `user_id` …, `metadata`,
  `categories`, `created_at`, `updated_at`), also inside `{"results": […]}`; see
  https://docs.mem0.ai/api-reference/memory/get-memories
- a dump of the vector store: rows `{"id", "payload"}` whose payload has `data`, `hash`,
  `user_id`, `agent_id`, `run_id`, `created_at`, `updated_at`, `actor_id`, `role`, and
  besides whatever metadata there is, also inside Qdrant's `{"result": {"points": […]}}`
  (`mem0/memory/main.py` and `mem0/vector_stores/` of https://github.com/mem0ai/mem0)
- the changes of memories as `GET /v1/memories/{id}/history/` answers them, each with its
  `memory_id` and `event`, in the same files or others
- `history.db`, the SQLite file with a table `history` of `id`, `memory_id`,
  `old_memory`, `new_memory`, `event`, `created_at`, `updated_at` (and before version 0.1
  `prev_value`, `new_value`, `timestamp`; `mem0/memory/storage.py` of the same)
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping
from typing import IO, Any

from mem0.entities import ENTITY_IDS
from memories.archive.refusals import refused
from memories.archive.sources import files
from memories.archive.sources.collecting import (
    Collection,
    each,
    key_of,
    made_key,
    moment,
    parsed,
)

SQLITE = b"SQLite format 3\0"
KNOWN = {
    *ENTITY_IDS, "id", "memory", "data", "hash", "created_at", "updated_at", "actor_id",
    "role", "metadata", "categories", "memory_type", "text_lemmatized", "score",
    "expiration_date", "immutable", "attributed_to",
}  # fmt: skip
"""What is not metadata in a payload."""
EVENTS = {"ADD", "UPDATE", "DELETE"}


def collect(found: Collection, file: IO[bytes], size: int) -> None:
    """Note everything that is in the file."""
    contents = files.read(
        file, size, lambda name: name.endswith((".json", ".ndjson", ".db")), "memories"
    )
    history: list[tuple[str, list[Any]]] = []
    for name, data in contents.items():
        if data.startswith(SQLITE):
            history.append((name, _rows(name, data)))
            continue
        items = _items(parsed(name, data))
        memories = [item for item in items if not _is_change(item)]
        each(found, name, memories, Memories(found).read)
        changes = [item for item in items if _is_change(item)]
        history.append((f"history in {name}", changes))
    for name, rows in history:
        each(found, name, rows, History(found).read)


def _items(data: Any) -> list[Any]:
    """The list, however it is wrapped; NDJSON of one line is that memory alone."""
    if isinstance(data, Mapping) and "id" in data:
        return [data]
    while isinstance(data, Mapping):
        inner = (data.get(k) for k in ("results", "memories", "points", "result"))
        data = next((each for each in inner if each is not None), None)
    if not isinstance(data, list):
        raise refused("The file", "there is no list of memories in it")
    return data


def _is_change(item: Any) -> bool:
    """Whether it names a memory and is none."""
    return (
        isinstance(item, Mapping)
        and "memory_id" in item
        and not item.keys() & {"memory", "data", "payload"}
    )


class Memories:
    """Reads memories, whichever of the two forms they have."""

    def __init__(self, found: Collection) -> None:
        self.found = found

    def read(self, item: Mapping[str, Any]) -> None:
        """One memory. Raises `KeyError` and `ValueError`."""
        payload = item.get("payload")
        given = {**payload, "id": item["id"]} if isinstance(payload, Mapping) else item
        text = given.get("memory") or given.get("data")
        if not isinstance(text, str) or not text.strip():
            msg = "it has no text (memory, or data in a payload)"
            raise ValueError(msg)
        created = moment(
            given.get("created_at") or given.get("updated_at"), "created_at"
        )
        if created is None:
            msg = "created_at is missing"
            raise ValueError(msg)
        row = {
            "id": key_of(given["id"], created),
            "text": text,
            "created_at": created,
            "updated_at": moment(given.get("updated_at"), "updated_at") or created,
            "metadata": self._metadata(given, raw=payload is not None),
            "categories": given.get("categories"),
            "immutable": bool(given.get("immutable")),
            "speaker": given.get("actor_id"),
        }
        if given.get("expiration_date"):
            row["expiration_date"] = str(given["expiration_date"])[:10]
        said_by = given.get("attributed_to") or given.get("role")
        if said_by in {"user", "assistant"}:
            row["attributed_to"] = said_by
        self.found.memory(row, **{name: given.get(name) for name in ENTITY_IDS})

    def _metadata(self, given: Mapping[str, Any], *, raw: bool) -> dict[str, Any]:
        metadata = given.get("metadata")
        rest = {k: v for k, v in given.items() if k not in KNOWN} if raw else {}
        return {**rest, **(metadata if isinstance(metadata, Mapping) else {})}


class History:
    """Reads the rows of history; whose they are tells the memory, if it is there."""

    def __init__(self, found: Collection) -> None:
        self.found = found

    def read(self, row: Mapping[str, Any]) -> None:
        """One change. Raises `KeyError` and `ValueError`."""
        at = moment(
            row.get("updated_at") or row.get("created_at") or row.get("timestamp"),
            "created_at",
        )
        if at is None or row["event"] not in EVENTS:
            return  # nothing happened, or nobody knows when
        memory_id = key_of(row["memory_id"], at)
        memory = self.found.rows.get("memories", {}).get(memory_id, {})
        self.found.add(
            "history",
            {
                # Its own says nothing of the order, in which ours is read.
                "id": made_key(at, row["id"]),
                "memory_id": memory_id,
                "event": row["event"],
                "old_memory": row.get("old_memory", row.get("prev_value")),
                "new_memory": row.get("new_memory", row.get("new_value")),
                **{name: memory[name] for name in ENTITY_IDS if name in memory},
                "created_at": moment(row.get("created_at"), "created_at") or at,
                "updated_at": at,
                "recorded_at": at,
            },
        )


def _rows(name: str, data: bytes) -> list[dict[str, Any]]:
    """The table `history` of a SQLite file."""
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(data)
        file.flush()
        connection = sqlite3.connect(f"file:{file.name}?mode=ro&immutable=1", uri=True)
        try:
            connection.row_factory = sqlite3.Row
            # A view could be made to run for ever.
            table = connection.execute(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'history'"
            ).fetchone()
            if table is None:
                raise refused(name, "it has no table called history")
            return [dict(row) for row in connection.execute("SELECT * FROM history")]
        except sqlite3.Error as exc:
            raise refused(name, f"it cannot be read ({exc})") from exc
        finally:
            connection.close()
