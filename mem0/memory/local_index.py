"""The vector store beside SQLite: an index that may lag, never the truth.

What changed is noted in SQLite in the transaction of the change and brought to the
vector store after it; what could not be brought stays noted. A scope small enough to
be scored whole never needs it. Without a vector store, SQLite's own vectors are read.
"""

from __future__ import annotations

import heapq
import logging
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from mem0.exceptions import Mem0Error
from mem0.memory import local_rows as rows
from mem0.memory.filters import Filter, entity_ids
from mem0.memory.local_database import Database
from mem0.memory.types import Record, Vector
from mem0.vector_stores.base import Point, VectorStore

logger = logging.getLogger(__name__)

BATCH = 500
COMPARED = 10_000
"""Memories that are looked up in the vector store at a start; of more, a sample."""


class Index(Protocol):
    """Finds rows by their own vector in scopes too large to be scored whole."""

    external: bool
    """Whether changes have to be brought to it."""

    def nearest(self, vector: Vector, where: Filter, limit: int) -> list[str]:
        """Ids of the nearest rows; some may not match, nor exist any more."""
        ...

    def flush(self) -> None:
        """Bring what changed. Outside any transaction; never raises for a failure."""
        ...

    def close(self) -> None:
        """Let go of connections and files."""
        ...


class ScanIndex:
    """Reads the vectors of a scope from SQLite, one chunk after another."""

    external = False

    def __init__(self, database: Database, model: str) -> None:
        self.database, self.model = database, model

    def nearest(self, vector: Vector, where: Filter, limit: int) -> list[str]:
        """The nearest of all rows with the filter's ids."""
        condition, values = rows.pinned(entity_ids(where))
        query = np.asarray(vector, np.float32)
        best: list[tuple[float, str]] = []
        sql = f"SELECT id, embedding FROM memory_record WHERE model = ? AND {condition}"  # noqa: S608  fixed columns
        with self.database.transaction():
            answer = iter(self.database.stream(sql, [self.model, *values]))
            while chunk := [row for row, _ in zip(answer, range(4096), strict=False)]:
                matrix = np.frombuffer(b"".join(data for _, data in chunk), "<f4")
                cosines = (matrix.reshape(len(chunk), -1) @ query).tolist()
                scored = zip(cosines, (key for key, _ in chunk), strict=True)
                best = heapq.nlargest(limit, [*best, *scored])
        return [key for _, key in best]

    def flush(self) -> None:
        """There is nothing to bring."""

    def close(self) -> None:
        """There is nothing to let go of."""


class StoreIndex:
    """A vector store of the user's choice."""

    external = True

    def __init__(
        self, database: Database, model: str, vectors: VectorStore, dimensions: int
    ) -> None:
        self.database, self.model, self.vectors = database, model, vectors
        self._scan = ScanIndex(database, model)
        self._lock = threading.RLock()
        vectors.create(dimensions)
        self.repair()

    def nearest(self, vector: Vector, where: Filter, limit: int) -> list[str]:
        """What the vector store finds; while it is down, SQLite is read instead."""
        try:
            with self._lock:
                found = self.vectors.search(vector, where=where, limit=limit)
        except Mem0Error as error:
            logger.warning("The vector store cannot be searched: %s", error)
            return self._scan.nearest(vector, where, limit)
        return [hit.id for hit in found]

    def repair(self) -> None:
        """Note what the vector store lacks, and bring what is noted.

        All of up to `COMPARED` memories are looked up; of more, as many spread evenly,
        and all of them if one of those is missing.
        """
        total = self.database.all("SELECT count(*) FROM memory_record")[0][0]
        missing = self._missing(step=total // COMPARED + 1)
        if missing and total > COMPARED:
            missing = self._missing(step=1)
        with self.database.transaction(write=True):
            note(self.database, missing)
        self.flush()

    def flush(self) -> None:
        """Bring what is noted; what fails stays noted for the next time."""
        with self._lock:
            try:
                while pending := self._pending():
                    self._bring(pending)
            except Mem0Error as error:
                logger.warning("The vector store is behind: %s", error)

    def close(self) -> None:
        """Let go of the vector store."""
        self.vectors.close()

    def _missing(self, step: int) -> list[str]:
        sql = "SELECT id FROM memory_record WHERE model = ? AND number % ? = 0"
        ids = [key for (key,) in self.database.all(sql, [self.model, step])]
        missing: list[str] = []
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            there = {point.id for point in self.vectors.get(batch)}
            missing += [key for key in batch if key not in there]
        return missing

    def _pending(self) -> list[tuple[Any, ...]]:
        return self.database.all(
            "SELECT p.memory_id, max(p.number), r.version, r.record, r.embedding "
            "FROM memory_pending p LEFT JOIN memory_record r "
            "ON r.id = p.memory_id AND r.model = ? "
            "GROUP BY p.memory_id ORDER BY 2 LIMIT ?",
            [self.model, BATCH],
        )

    def _bring(self, pending: Sequence[tuple[Any, ...]]) -> None:
        here = [row for row in pending if row[2] is not None]
        self.vectors.delete([row[0] for row in pending if row[2] is None])
        self.vectors.upsert(
            [
                Point(key, rows.from_dense(data).tolist(), payload(rows.record(text)))
                for key, _, _, text, data in here
            ]
        )
        with self.database.transaction(write=True):
            self.database.run_many(
                "DELETE FROM memory_pending WHERE memory_id = ? AND number <= ?",
                [row[:2] for row in pending],
            )
            self._overtaken(pending)

    def _overtaken(self, pending: Sequence[tuple[Any, ...]]) -> None:
        """Another process may have brought a newer state before this older one."""
        sql = "SELECT version FROM memory_record WHERE id = ? AND model = ?"
        for key, _, version, *_ in pending:
            found = self.database.all(sql, [key, self.model])
            if (found[0][0] if found else None) != version:
                note(self.database, [key])


def note(database: Database, memory_ids: Sequence[str]) -> None:
    """Note, in the open transaction, that the vector store has to hear of these."""
    database.run_many(
        "INSERT INTO memory_pending (memory_id) VALUES (?)",
        [(key,) for key in memory_ids],
    )


def payload(record: Record) -> Mapping[str, Any]:
    """What a vector store filters by."""
    times = {
        name: getattr(record, name)
        for name in (
            "created_at",
            "updated_at",
            "recorded_at",
            "valid_from",
            "valid_to",
            "closed_at",
        )
    }
    days = {"expiration_date": record.expiration_date}
    texts = ("text", "state", "replaced_by", "attributed_to", "speaker", "feedback")
    values = {
        **{name: getattr(record, name) for name in texts},
        **record.scope.ids(),
        **{name: at.isoformat() for name, at in (times | days).items() if at},
        "metadata": dict(record.metadata or {}),
        "categories": record.categories and list(record.categories),
    }
    return {name: value for name, value in values.items() if value is not None}
