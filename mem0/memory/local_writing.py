"""Changes become rows of SQLite: memories, sources, terms, history, what is pending.

It runs inside an open transaction and makes no decisions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from mem0.memory import history, local_index, local_rows as rows
from mem0.memory.local_database import Database
from mem0.memory.local_messages import Messages
from mem0.memory.store import Reindex
from mem0.memory.types import Change, Index, Record

ALL = 0
"""The term every memory counts as having; real ones begin at 1."""
INSERT = (
    f"INSERT INTO memory_record (version, {', '.join((*rows.COLUMNS, *rows.INDEXED))}) "  # noqa: S608  fixed columns
    f"VALUES ({', '.join('?' * (1 + len(rows.COLUMNS) + len(rows.INDEXED)))})"
)
UPDATE = (
    f"UPDATE memory_record SET version = ?, {', '.join(f'{c} = ?' for c in rows.COLUMNS)} "  # noqa: S608  fixed columns
    "WHERE id = ?"
)
UPDATE_INDEX = (
    f"UPDATE memory_record SET {', '.join(f'{c} = ?' for c in rows.INDEXED)} "  # noqa: S608  fixed columns
    "WHERE id = ?"
)


class Writer:
    """Writes in the transaction that is open; `noted` if there is an index to tell."""

    def __init__(self, database: Database, messages: Messages, *, noted: bool) -> None:
        self.database, self.messages, self.noted = database, messages, noted
        self.now = dt.datetime.now(dt.UTC)
        self.version = int(database.meta("version") or 0) + 1
        database.set_meta("version", self.version)

    def write(
        self, changes: Sequence[Change], spoken: Mapping[str, Mapping[str, str]]
    ) -> Sequence[str]:
        """Apply the changes; the messages next to those that had to go."""
        gone = [change.record for change in changes if change.event == "DELETE"]
        for change in changes:
            if change.event == "ADD":
                self._insert(change.record, change.index)
            elif change.event != "DELETE":
                self._update(change.record, change.index)
        history.write(self.database, changes, spoken, self.now)
        if self.noted:
            local_index.note(self.database, [change.record.id for change in changes])
        return self._delete(gone)

    def reindex(self, contexts: Sequence[Reindex]) -> None:
        """Replace the contexts of stored memories."""
        self.database.run_many(
            "UPDATE memory_record SET version = ?, context_embedding = ?, "
            "context_lexical = ? WHERE id = ?",
            [
                (
                    self.version,
                    rows.dense(each.context_embedding),
                    rows.sparse(each.context_lexical),
                    each.memory_id,
                )
                for each in contexts
            ],
        )

    def _insert(self, record: Record, index: Index | None) -> None:
        assert index is not None  # what is new is indexed
        values = [self.version, *rows.columns(record), *rows.indexed(index)]
        number = self.database.run(INSERT, values)
        self._source(record)
        self._count_in(number, index)

    def _update(self, record: Record, index: Index | None) -> None:
        key = record.id
        self.database.run(UPDATE, [self.version, *rows.columns(record), key])
        self.database.run("DELETE FROM memory_source WHERE memory_id = ?", [key])
        self._source(record)
        if index is not None:
            number = self._count_out(key)
            self.database.run(UPDATE_INDEX, [*rows.indexed(index), key])
            self._count_in(number, index)

    def _delete(self, gone: Sequence[Record]) -> Sequence[str]:
        for record in gone:
            self._count_out(record.id)
            for table, key in (("record", "id"), ("source", "memory_id")):
                sql = f"DELETE FROM memory_{table} WHERE {key} = ?"  # noqa: S608  fixed names
                self.database.run(sql, [record.id])
        return self.messages.drop_orphans(
            sorted({source for record in gone for source in record.sources})
        )

    def _source(self, record: Record) -> None:
        self.database.run_many(
            "INSERT OR IGNORE INTO memory_source VALUES (?, ?)",
            [(source, record.id) for source in record.sources],
        )

    def _count_in(self, number: int, index: Index) -> None:
        self.database.run_many(
            "INSERT INTO memory_term VALUES (?, 1) "
            "ON CONFLICT (term) DO UPDATE SET documents = documents + 1",
            [(term,) for term in (ALL, *index.lexical)],
        )
        self.database.run_many(
            "INSERT INTO memory_posting VALUES (?, ?, ?)",
            [(term, number, weight) for term, weight in index.lexical.items()],
        )

    def _count_out(self, memory_id: str) -> int:
        """What goes, or is indexed anew, has its old terms no longer; its number."""
        sql = "SELECT number, lexical FROM memory_record WHERE id = ?"
        ((number, lexical),) = self.database.all(sql, [memory_id])
        terms = rows.from_sparse(lexical)["term"].tolist()
        self.database.run_many(
            "UPDATE memory_term SET documents = documents - 1 WHERE term = ?",
            [(term,) for term in (ALL, *terms)],
        )
        self.database.run_many(
            "DELETE FROM memory_posting WHERE term = ? AND number = ?",
            [(term, number) for term in terms],
        )
        return int(number)
