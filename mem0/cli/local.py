"""Memories in this process: the library's engine over a SQLite file, without a server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mem0.cli.backend import Answer, Options
from mem0.cli.exits import UsageError
from mem0.entities import ENTITY_IDS, EVERYBODY
from mem0.exceptions import MemoryNotFoundError
from mem0.memory import answers, arguments, finding
from mem0.memory.filters import Filter
from mem0.memory.main import Memory
from mem0.memory.validity import View

IDS = ("user_id", "agent_id", "run_id")
PAGE = 1000
NO_EVENTS = "There are no events in a local memory: what it does is done at once."


class Local:
    """Implements `Backend`."""

    jobs = 1
    repeatable = False

    def __init__(self, database: Path | None) -> None:
        given = {} if database is None else {"history_db_path": str(database)}
        self.memory = Memory.from_config(given)

    def ping(self) -> Answer:
        return {"status": "ok", "database": str(self.memory.config.history_db_path)}

    def add(self, messages: Sequence[Any], options: Options, wait: float) -> Answer:
        added = self.memory.add(list(messages), **_whose(options))
        return {"status": "SUCCEEDED", **added}

    def store(self, messages: Sequence[Any], options: Options, name: str) -> None:
        if options.get("immutable"):
            msg = "A local memory cannot be immutable."
            raise UsageError(msg)
        self.memory.add(list(messages), **_whose(options))

    def search(self, query: str, options: Options) -> list[Answer]:
        found: list[Answer] = self.memory.search(query, **_whose(options))["results"]
        return found

    def walk(self, options: Options) -> Iterator[Answer]:
        store, view = self.memory.store, _view(options)
        where, offset = _where(options, view), 0
        while records := store.find(where, limit=PAGE, offset=offset):
            for record in finding.known(records, view, store):
                yield answers.memory(record)
            offset += len(records)

    def count(self, options: Options) -> int | None:
        return self.memory.store.count(_where(options, _view(options)))

    def get(self, memory_id: str) -> Answer:
        found = self.memory.get(memory_id)
        if found is None:
            raise MemoryNotFoundError
        return found

    def update(self, memory_id: str, changes: Options) -> Answer:
        self.memory.update(memory_id, **changes)
        return self.get(memory_id)

    def delete(self, memory_id: str, *, linked: bool) -> Answer:
        if linked:
            msg = "--linked works with a server only."
            raise UsageError(msg)
        return self.memory.delete(memory_id)

    def delete_all(self, options: Options) -> Answer:
        return self.memory.delete_all(**_whose(options))

    def delete_everything(self) -> Answer:
        self.memory.reset()
        return {"message": "Memories deleted successfully!"}

    def history(self, memory_id: str) -> list[Answer]:
        return self.memory.history(memory_id)

    def entities(self) -> list[Answer]:
        found = Counter(
            (name.removesuffix("_id"), str(memory[name]))
            for memory in self.walk({})
            for name in ENTITY_IDS
            if memory.get(name)
        )
        return [
            {"type": kind, "name": name, "total_memories": number}
            for (kind, name), number in found.most_common()
        ]

    def event(self, event_id: str, wait: float) -> Answer:
        raise UsageError(NO_EVENTS)

    def events(self, options: Options, limit: int) -> list[Answer]:
        raise UsageError(NO_EVENTS)

    def close(self) -> None:
        self.memory.close()


def _whose(options: Options) -> dict[str, Any]:
    """The library has three ids by name; the fourth goes into the filter."""
    rest = {name: value for name, value in options.items() if name != "app_id"}
    if "app_id" in options:
        own = {"app_id": options["app_id"]}
        filters = rest.get("filters")
        rest["filters"] = {"AND": [own, filters]} if filters else own
    return rest


def _view(options: Options) -> View:
    shown = {name: bool(options.get(name)) for name in ("show_expired", "latest_only")}
    return arguments.view(options.get("as_of"), options.get("known_at"), **shown)


def _where(options: Options, view: View) -> Filter:
    asked = _whose(options)
    ids = {name: asked[name] for name in IDS if name in asked}
    filters = asked.get("filters") or (None if ids else EVERYBODY)
    return arguments.where(ids, filters, view)
