"""The graph store beside SQLite: relations of memories, brought after the commit.

What a memory relates is written in SQLite in the transaction of the memory, and noted
until the graph store has it; what could not be brought stays noted. Whatever the graph
answers is checked against the memories in SQLite, so it shows nothing that is gone or
that the question's filter leaves out.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mem0.exceptions import Mem0Error
from mem0.graphs.base import Edge, GraphStore, Known
from mem0.memory import lexical, local_rows as rows, relations
from mem0.memory.decisions import fingerprint
from mem0.memory.filters import Filter, entity_ids, match
from mem0.memory.local_database import Database
from mem0.memory.types import Change, Record, Relation, Scope

logger = logging.getLogger(__name__)

BATCH = 200
FETCHED = 200
"""Relations that are ranked for one answer."""
HIT_MEMORIES = 50
"""Memories found whose relations are shown as well."""

UNREAD = """
SELECT r.record FROM memory_record r
LEFT JOIN memory_related m ON m.memory_id = r.id
WHERE m.memory_id IS NULL OR m.fingerprint <> r.fingerprint LIMIT ?"""
GONE = """
SELECT memory_id FROM memory_related
WHERE memory_id NOT IN (SELECT id FROM memory_record)"""
PENDING = """
SELECT p.memory_id, max(p.number), max(p.renewed), r.version, r.record
FROM memory_ungraphed p LEFT JOIN memory_record r ON r.id = p.memory_id
GROUP BY p.memory_id ORDER BY 2 LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Shown:
    """Relations for an answer; not `whole` if the graph store could not be asked."""

    relations: Sequence[Known]
    whole: bool = True


class LocalGraph:
    """A graph store of the user's choice, told of every memory of a file.

    Raises what the graph store raises for options that cannot work; one that is away is
    waited for.
    """

    def __init__(self, database: Database, graph: GraphStore) -> None:
        self.database, self.graph = database, graph
        self._lock = threading.RLock()
        self.repair()

    def keep(self, changes: Sequence[Change]) -> None:
        """Write, in the open transaction, what the changes relate, and note it."""
        for change in changes:
            record = change.record
            new = change.event == "ADD" or change.index is not None
            if change.event == "DELETE":
                self._forget(record.id)
            elif new:
                self._write(record, relations.of(change))
            else:
                self._read(record)
            renewed = new and change.event != "ADD"
            self._note([record.id], renewed=renewed or change.event == "DELETE")

    def kept(self, memory_ids: Iterable[str]) -> dict[str, list[Relation]]:
        """What the memories relate, of those that relate something."""
        found: dict[str, list[Relation]] = {}
        sql = (
            "SELECT source, relationship, target, source_type, target_type "
            "FROM memory_relation WHERE memory_id = ? ORDER BY position"
        )
        for key in memory_ids:
            rows_ = self.database.all(sql, [key])
            if rows_:
                found[key] = [Relation(*row) for row in rows_]
        return found

    def about(
        self,
        question: str,
        where: Filter,
        hits: Sequence[Record],
        *,
        limit: int,
        at: dt.datetime | None = None,
    ) -> Shown:
        """Relations of what a question names, and of the memories that answer it."""
        ids = entity_ids(where)
        names = relations.mentioned(question, ids.values())
        near = [record.id for record in hits[:HIT_MEMORIES]]
        scopes = dict.fromkeys([Scope(**ids)] if ids else [r.scope for r in hits])
        found: list[Known] = []
        try:
            for scope in scopes:
                found += self.graph.relations(scope, names, at=at, limit=FETCHED)
                found += self.graph.relations(
                    scope, memory_ids=near, at=at, limit=FETCHED
                )
        except Mem0Error as error:
            logger.warning("The graph store cannot be asked: %s", error)
            return Shown((), whole=False)
        return Shown(_ranked(question, self._confirmed(found, where))[:limit])

    def all(self, where: Filter, *, limit: int, at: dt.datetime | None = None) -> Shown:
        """Relations of memories that match, the newest first."""
        ids = entity_ids(where)
        if not ids:
            return Shown(())
        try:
            found = self.graph.relations(Scope(**ids), at=at, limit=limit)
        except Mem0Error as error:
            logger.warning("The graph store cannot be asked: %s", error)
            return Shown((), whole=False)
        return Shown(self._confirmed(found, where))

    def repair(self) -> None:
        """Read memories nobody read for relations, and bring what the graph lacks."""
        with self.database.transaction(write=True):
            for (key,) in self.database.all(GONE):
                self._forget(key)
                self._note([key], renewed=True)
        while self._read_more():
            pass
        try:
            self._note_missing()
        except Mem0Error as error:
            if not error.retryable:
                raise
            logger.warning("The graph store is away: %s", error)
        self.flush()

    def flush(self) -> None:
        """Bring what is noted; what fails stays noted for the next time."""
        with self._lock:
            try:
                while pending := self.database.all(PENDING, [BATCH]):
                    self._bring(pending)
            except Mem0Error as error:
                logger.warning("The graph store is behind: %s", error)

    def note_all(self) -> None:
        """Note, in the open transaction, that every memory goes."""
        known = self.database.all("SELECT memory_id FROM memory_related")
        self._note([key for (key,) in known], renewed=True)

    def close(self) -> None:
        """Let go of the graph store."""
        self.graph.close()

    def _bring(self, pending: Sequence[tuple[Any, ...]]) -> None:
        here = [rows.record(row[4]) for row in pending if row[3] is not None]
        kept = self.kept(record.id for record in here)
        self.graph.delete([row[0] for row in pending if row[2] or row[0] not in kept])
        self.graph.add([edge for r in here for edge in _edges(r, kept.get(r.id, ()))])
        with self.database.transaction(write=True):
            self.database.run_many(
                "DELETE FROM memory_ungraphed WHERE memory_id = ? AND number <= ?",
                [row[:2] for row in pending],
            )
            self._overtaken(pending)

    def _overtaken(self, pending: Sequence[tuple[Any, ...]]) -> None:
        """Another process may have brought a newer state before this older one."""
        sql = "SELECT version FROM memory_record WHERE id = ?"
        for key, _, _, version, _ in pending:
            found = self.database.all(sql, [key])
            if (found[0][0] if found else None) != version:
                self._note([key], renewed=True)

    def _note(self, memory_ids: Iterable[str], *, renewed: bool) -> None:
        self.database.run_many(
            "INSERT INTO memory_ungraphed (memory_id, renewed) VALUES (?, ?)",
            [(key, renewed) for key in memory_ids],
        )

    def _note_missing(self) -> None:
        """Note memories with relations that the graph knows nothing of."""
        sql = "SELECT DISTINCT memory_id FROM memory_relation"
        ids = [key for (key,) in self.database.all(sql)]
        missing: list[str] = []
        for start in range(0, max(len(ids), 1), BATCH):  # asks at least once
            batch = ids[start : start + BATCH] or [""]
            there = self.graph.supported(batch)
            missing += [key for key in batch if key and key not in there]
        with self.database.transaction(write=True):
            self._note(missing, renewed=False)

    def _read_more(self) -> bool:
        """Read a batch of memories that came while no graph was configured."""
        with self.database.transaction(write=True):
            unread = self.database.all(UNREAD, [BATCH])
            for (text,) in unread:
                record = rows.record(text)
                self._write(record, relations.stated(record))
                self._note([record.id], renewed=True)
        return bool(unread)

    def _write(self, record: Record, found: Sequence[Relation]) -> None:
        self._forget(record.id)
        self._read(record)
        values = [
            (
                record.id,
                position,
                each.source,
                each.relationship,
                each.target,
                each.source_type,
                each.target_type,
            )
            for position, each in enumerate(found)
        ]
        self.database.run_many(
            "INSERT INTO memory_relation VALUES (?, ?, ?, ?, ?, ?, ?)", values
        )

    def _read(self, record: Record) -> None:
        """Note that the relations of a memory with this text are known."""
        self.database.run(
            "INSERT OR REPLACE INTO memory_related VALUES (?, ?)",
            [record.id, fingerprint(record)],
        )

    def _forget(self, memory_id: str) -> None:
        for table in ("memory_relation", "memory_related"):
            sql = f"DELETE FROM {table} WHERE memory_id = ?"  # noqa: S608  fixed names
            self.database.run(sql, [memory_id])

    def _confirmed(self, found: Iterable[Known], where: Filter) -> list[Known]:
        """The relations that a memory supports which is there and matches."""
        unique = {(each.relation, each.memory_ids): each for each in found}.values()
        ids = {key for each in unique for key in each.memory_ids}
        good = self._matching(ids, where)
        return [each for each in unique if good & set(each.memory_ids)]

    def _matching(self, memory_ids: Iterable[str], where: Filter) -> set[str]:
        sql = "SELECT record FROM memory_record WHERE id = ?"
        with self.database.transaction():
            texts = [
                text for key in memory_ids for (text,) in self.database.all(sql, [key])
            ]
        records = map(rows.record, texts)
        return {record.id for record in records if match(where, record)}


def _edges(record: Record, found: Iterable[Relation]) -> list[Edge]:
    since = record.valid_from or record.created_at
    until = record.valid_to
    if until is None and record.state == "retracted":
        until = record.closed_at
    return [Edge(relation, record.scope, record.id, since, until) for relation in found]


def _ranked(question: str, found: Sequence[Known]) -> list[Known]:
    """By how many of the question's words a relation has; as found among equals."""
    wanted: Mapping[int, float] = lexical.query_terms(question)

    def shared(known: Known) -> int:
        relation = known.relation
        words = relation.relationship.replace("_", " ")
        text = f"{relation.source} {words} {relation.target}"
        return len(wanted.keys() & lexical.query_terms(text).keys())

    return sorted(found, key=shared, reverse=True)
