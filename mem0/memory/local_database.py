"""One SQLite file: its tables, and transactions that threads and processes share.

A process has one connection and one lock; between processes, writers wait in line by
`BEGIN IMMEDIATE`. Table names have a prefix of their own, because other software
keeps a `history` table in a file of the same name.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mem0.exceptions import ConfigurationError, UnavailableError

SCHEMA = 1
PATIENCE = 60.0
"""Seconds a writer waits for another process before it gives up."""

TABLES = """
CREATE TABLE IF NOT EXISTS memory_meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memory_record (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
  user_id TEXT, agent_id TEXT, app_id TEXT, run_id TEXT, state TEXT NOT NULL,
  created_at INTEGER NOT NULL, fingerprint BLOB NOT NULL, subject TEXT, attribute TEXT,
  replaced_by TEXT, episode_id TEXT, record TEXT NOT NULL, model TEXT NOT NULL,
  embedding BLOB NOT NULL, context_embedding BLOB NOT NULL, lexical BLOB NOT NULL,
  context_lexical BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS memory_record_version ON memory_record (version);
CREATE INDEX IF NOT EXISTS memory_record_user ON memory_record (user_id, created_at);
CREATE INDEX IF NOT EXISTS memory_record_agent ON memory_record (agent_id, created_at);
CREATE INDEX IF NOT EXISTS memory_record_run ON memory_record (run_id, created_at);
CREATE INDEX IF NOT EXISTS memory_record_twin ON memory_record (fingerprint);
CREATE INDEX IF NOT EXISTS memory_record_slot ON memory_record (attribute, subject);
CREATE INDEX IF NOT EXISTS memory_record_newer ON memory_record (replaced_by);
CREATE INDEX IF NOT EXISTS memory_record_episode ON memory_record (episode_id);
CREATE TABLE IF NOT EXISTS memory_source (
  message_id TEXT, memory_id TEXT, PRIMARY KEY (message_id, memory_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS memory_source_memory ON memory_source (memory_id);
CREATE TABLE IF NOT EXISTS memory_message (
  id TEXT PRIMARY KEY, thread TEXT NOT NULL, episode_id TEXT NOT NULL,
  role TEXT NOT NULL, name TEXT, content TEXT NOT NULL, said_at INTEGER NOT NULL,
  model TEXT NOT NULL, embedding BLOB NOT NULL, terms BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS memory_message_thread
  ON memory_message (thread, said_at, id);
CREATE TABLE IF NOT EXISTS memory_change (
  number INTEGER PRIMARY KEY, memory_id TEXT NOT NULL, entry TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS memory_change_memory ON memory_change (memory_id, number);
CREATE TABLE IF NOT EXISTS memory_term (
  term INTEGER PRIMARY KEY, documents INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS memory_posting (
  term INTEGER, number INTEGER, weight REAL NOT NULL,
  PRIMARY KEY (term, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memory_pending (
  number INTEGER PRIMARY KEY AUTOINCREMENT, memory_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS memory_relation (
  memory_id TEXT, position INTEGER, source TEXT NOT NULL, relationship TEXT NOT NULL,
  target TEXT NOT NULL, source_type TEXT, target_type TEXT,
  PRIMARY KEY (memory_id, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memory_related (
  memory_id TEXT PRIMARY KEY, fingerprint BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memory_ungraphed (
  number INTEGER PRIMARY KEY AUTOINCREMENT, memory_id TEXT NOT NULL,
  renewed INTEGER NOT NULL);
"""
EVERY_TABLE = (
    "memory_record", "memory_source", "memory_message", "memory_change",
    "memory_term", "memory_posting", "memory_relation", "memory_related",
)  # fmt: skip
"""All that a reset empties; what is noted for other stores is brought to them."""


class Database:
    """The file at `path` (`:memory:` for none), opened on first use."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.on_rollback: Callable[[], None] = lambda: None
        self._closed = False
        self._own()

    def _own(self) -> None:
        """A connection must not be carried into a forked process, nor its lock."""
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._inside = False

    @contextlib.contextmanager
    def transaction(self, *, write: bool = False) -> Iterator[bool]:
        """One transaction of this thread, True; an inner one is part of it, False.

        Raises `UnavailableError` when another process holds the file for too long,
        and `ConfigurationError` when it is no database of ours.
        """
        if self._process != os.getpid():
            self._own()
        with self._lock, _translated(self.path):
            connection = self._open()
            if self._inside:
                yield False
                return
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            self._inside = True
            try:
                yield True
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self.on_rollback()
                raise
            finally:
                self._inside = False

    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row of an answer."""
        with self.transaction():
            return self._open().execute(sql, parameters).fetchall()

    def stream(
        self, sql: str, parameters: Sequence[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer, one at a time; only inside a transaction."""
        return self._open().execute(sql, parameters)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Write; the rowid of what was inserted last."""
        return self._open().execute(sql, parameters).lastrowid or 0

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """The same statement for many rows."""
        self._open().executemany(sql, rows)

    def meta(self, key: str) -> Any:
        """A value of the file as a whole, None if it has none."""
        found = self.all("SELECT value FROM memory_meta WHERE key = ?", [key])
        return found[0][0] if found else None

    def set_meta(self, key: str, value: Any) -> None:
        """Change a value of the file as a whole."""
        self.run("INSERT OR REPLACE INTO memory_meta VALUES (?, ?)", [key, value])

    def close(self) -> None:
        """Let go of the file. What comes after is refused."""
        with self._lock:
            self._closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._closed:
            raise UnavailableError("This Memory is closed.", suggestion="Make another.")
        if self._connection is None:
            if self.path != ":memory:":
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self.path,
                timeout=PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def _prepare(connection: sqlite3.Connection) -> None:
    _use_wal(connection)
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES.split(";"):
        connection.execute(statement)
    connection.execute(
        "INSERT OR IGNORE INTO memory_meta VALUES ('schema', ?)", [SCHEMA]
    )
    sql = "SELECT value FROM memory_meta WHERE key = 'schema'"
    ((schema,),) = connection.execute(sql).fetchall()
    connection.execute("COMMIT")
    if schema != SCHEMA:
        msg = f"The history database has schema {schema}, this version reads {SCHEMA}."
        raise ConfigurationError(msg, suggestion="Use another history_db_path.")


def _use_wal(connection: sqlite3.Connection) -> None:
    """SQLite does not wait for the lock that this change takes, so it is asked again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


@contextlib.contextmanager
def _translated(path: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as exc:
        msg = f"The history database {path} cannot be used now: {exc}."
        raise UnavailableError(msg) from exc
    except sqlite3.DatabaseError as exc:
        msg = f"The history database {path} cannot be read: {exc}."
        hint = "Use another history_db_path, or restore the file."
        raise ConfigurationError(msg, suggestion=hint) from exc
