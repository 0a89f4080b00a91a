"""Kuzu, embedded: a file beside the program, no server.

The engine is Ladybug, which continues Kuzu since its authors archived it and reads the
same language. It wants its tables declared, writes one transaction at a time, and lets
one process open a file for writing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import ladybug
from pydantic import AliasChoices, Field

from mem0.configs.base import home
from mem0.entities import ENTITY_IDS
from mem0.exceptions import UnavailableError
from mem0.graphs.base import GraphOptions
from mem0.graphs.cypher import CypherGraph, Row, Run

T = TypeVar("T")
MEMORY = ":memory:"
THREADS = 2
"""Of the engine for one statement; ours touch few rows."""
_SCOPE = ", ".join(f"{name} STRING" for name in ENTITY_IDS)
TABLES = (
    "CREATE NODE TABLE IF NOT EXISTS Mem0Entity (key STRING PRIMARY KEY, "
    f"collection STRING, name STRING, folded STRING, kind STRING, {_SCOPE})",
    "CREATE REL TABLE IF NOT EXISTS MEM0_RELATION (FROM Mem0Entity TO Mem0Entity, "
    "key STRING, collection STRING, relationship STRING, memory_id STRING, "
    f"valid_from INT64, valid_to INT64, {_SCOPE})",
)


class KuzuConfig(GraphOptions):
    """`db` is the file, `graph.kuzu` in `$MEM0_DIR` without one; `:memory:` for none.

    `buffer_pool_size` is in bytes; the engine itself would take most of the machine's.
    """

    db: str = Field(
        default_factory=lambda: str(home() / "graph.kuzu"),
        validation_alias=AliasChoices("db", "path"),
    )
    buffer_pool_size: int = Field(default=256 * 2**20, ge=64 * 2**20)


class KuzuGraph(CypherGraph):
    """One file, shared by the threads of one process."""

    provider = "kuzu"

    def __init__(self, config: KuzuConfig) -> None:
        super().__init__(config)
        self.path, self._pool = config.db, config.buffer_pool_size
        self._lock = threading.RLock()
        self._database: ladybug.Database | None = None
        self._connection: ladybug.Connection | None = None

    def _open(self) -> ladybug.Connection:
        if self._connection is None:
            if self.path != MEMORY:
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._database = ladybug.Database(
                self.path, buffer_pool_size=self._pool, max_num_threads=THREADS
            )
            self._connection = ladybug.Connection(self._database)
        return self._connection

    def _prepare(self) -> None:
        with self._lock:
            try:
                for statement in TABLES:
                    self._run(statement, {})
            except RuntimeError as exc:
                if "lock" not in str(exc).lower():
                    raise
                msg = f"kuzu: another process has {self.path} open."
                hint = "Let one process own the file, or use another db."
                raise UnavailableError(msg, suggestion=hint) from exc

    def _transaction(self, work: Callable[[Run], T], *, write: bool) -> T:
        with self._lock:
            if not write:
                return work(self._run)
            self._run("BEGIN TRANSACTION", {})
            try:
                answer = work(self._run)
            except BaseException:
                self._run("ROLLBACK", {})
                raise
            self._run("COMMIT", {})
            return answer

    def _run(self, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
        result = self._open().execute(statement, dict(parameters))
        assert isinstance(result, ladybug.QueryResult)  # one statement, one result
        with result:
            names = result.get_column_names()
            return [dict(zip(names, values, strict=True)) for values in result]

    def _close(self) -> None:
        with self._lock:
            for held in (self._connection, self._database):
                if held is not None:
                    held.close()
            self._connection = self._database = None
            self._ready = False
