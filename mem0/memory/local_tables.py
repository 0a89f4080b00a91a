"""The rows of a scope as arrays, so that every row can be scored at once.

Reading a person's memories from SQLite costs more than scoring them, so they are kept
between searches. A number in the file rises with every write; rows written since are
read again, whoever wrote them.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mem0.memory import local_rows as rows, ranking
from mem0.memory.local_database import Database
from mem0.memory.ranking import Floats
from mem0.memory.types import Query, Record, Sparse

KEPT = 60_000
"""Rows kept in memory between searches, of all scopes together."""
_BATCH = 500

SELECT = (
    "SELECT id, record, model, embedding, context_embedding, lexical, context_lexical "
    "FROM memory_record"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One memory with what it is found by."""

    record: Record
    model: str
    embedding: NDArray[np.float32]
    context_embedding: NDArray[np.float32]
    lexical: NDArray[Any]
    context_lexical: NDArray[Any]


class SparseRows:
    """Sparse vectors, one under another."""

    def __init__(self, vectors: Sequence[NDArray[Any]]) -> None:
        empty = np.zeros(0, rows.SPARSE)
        whole = np.concatenate([*vectors, empty])
        self.terms, self.weights = whole["term"], whole["weight"]
        self.row = np.repeat(np.arange(len(vectors)), [len(v) for v in vectors])
        self.length = len(vectors)

    def dot(self, query: Sparse) -> Floats:
        """Each row's inner product with the query."""
        total = np.zeros(self.length)
        for term, weight in query.items():
            found = self.terms == term
            total += np.bincount(
                self.row[found], self.weights[found] * weight, self.length
            )
        return total

    def frequencies(self, terms: Iterable[int], kept: NDArray[Any]) -> dict[int, int]:
        """In how many of the rows at the positions `kept` each term is."""
        among = np.zeros(self.length, bool)
        among[kept] = True
        return {term: int(among[self.row[self.terms == term]].sum()) for term in terms}


class Table:
    """Rows in the order of their ids. A vector of another model scores 0."""

    def __init__(self, found: Iterable[Row], model: str) -> None:
        ordered = sorted(found, key=lambda row: row.record.id)
        self.records = [row.record for row in ordered]
        own = np.array([row.model == model for row in ordered], bool)
        self._own = np.flatnonzero(own)
        same = [ordered[number] for number in self._own]
        self._dense = _stack([row.embedding for row in same])
        self._context = _stack([row.context_embedding for row in same])
        self._lexical = SparseRows([row.lexical for row in ordered])
        self._context_lexical = SparseRows([row.context_lexical for row in ordered])

    def arms(
        self, query: Query, terms: Sparse, kept: NDArray[Any]
    ) -> dict[str, Floats]:
        """The score on each arm of the rows at the positions `kept`."""
        lexical = self._lexical.dot(terms)[kept]
        episodes = [self.records[number].episode_id for number in kept]
        return {
            "dense": self._cosines(self._dense, query.embedding)[kept],
            "context_dense": self._cosines(self._context, query.embedding)[kept],
            "lexical": lexical,
            "context_lexical": self._context_lexical.dot(terms)[kept],
            "session": ranking.session_prior(lexical, episodes),
        }

    def frequencies(self, terms: Iterable[int], kept: NDArray[Any]) -> dict[int, int]:
        """In how many of the rows at the positions `kept` each term is."""
        return self._lexical.frequencies(terms, kept)

    def cosines(self, vector: Sequence[float]) -> Floats:
        """Each row's cosine with a vector."""
        return self._cosines(self._dense, vector)

    def _cosines(self, matrix: NDArray[np.float32], vector: Sequence[float]) -> Floats:
        scores = np.zeros(len(self.records))
        if len(self._own):
            scores[self._own] = matrix @ np.asarray(vector, np.float32)
        return scores


@dataclass(slots=True)
class _Scope:
    """What is kept of a scope: its rows as of a version of the file."""

    version: int = -1
    found: dict[str, Row] = field(default_factory=dict)
    table: Table | None = None


class Tables:
    """Tables of scopes; the latest used are kept. Called inside a transaction."""

    def __init__(self, database: Database, model: str) -> None:
        self.database, self.model = database, model
        self._kept: OrderedDict[tuple[tuple[str, str], ...], _Scope] = OrderedDict()

    def clear(self) -> None:
        """Forget everything, for it may have been rolled back."""
        self._kept.clear()

    def of(self, ids: Mapping[str, str]) -> Table:
        """All rows that have these ids."""
        key = tuple(sorted(ids.items()))
        scope = self._kept.setdefault(key, _Scope())
        self._kept.move_to_end(key)
        version = self.database.meta("version") or 0
        if scope.table is None or scope.version != version:
            self._refresh(scope, ids)
            scope.version = version
            scope.table = Table(scope.found.values(), self.model)
        self._evict()
        return scope.table

    def whole(self, ids: Mapping[str, str]) -> Table:
        """The same, without keeping it."""
        condition, values = rows.pinned(ids)
        return Table(self._read(f"WHERE {condition}", values).values(), self.model)

    def some(self, memory_ids: Iterable[str]) -> Table:
        """The rows with these ids."""
        found: dict[str, Row] = {}
        for batch in _batches(memory_ids):
            marks = ", ".join("?" * len(batch))
            found |= self._read(f"WHERE id IN ({marks})", batch)
        return Table(found.values(), self.model)

    def size(self, ids: Mapping[str, str]) -> int:
        """How many rows have these ids."""
        condition, values = rows.pinned(ids)
        sql = f"SELECT count(*) FROM memory_record WHERE {condition}"  # noqa: S608  fixed columns
        return int(self.database.all(sql, values)[0][0])

    def _refresh(self, scope: _Scope, ids: Mapping[str, str]) -> None:
        """Read what is newer; what is gone shows in the number of rows."""
        condition, values = rows.pinned(ids)
        newer = f"WHERE {condition} AND version > ?"
        scope.found |= self._read(newer, [*values, scope.version])
        if len(scope.found) != self.size(ids):
            sql = f"SELECT id FROM memory_record WHERE {condition}"  # noqa: S608  fixed columns
            there = {key for (key,) in self.database.all(sql, values)}
            scope.found = {k: row for k, row in scope.found.items() if k in there}

    def _read(self, where: str, values: Sequence[Any]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        answer = self.database.stream(f"{SELECT} {where}", values)
        for key, text, model, own, context, lexical, context_lexical in answer:
            found[key] = Row(
                rows.record(text),
                model,
                rows.from_dense(own),
                rows.from_dense(context),
                rows.from_sparse(lexical),
                rows.from_sparse(context_lexical),
            )
        return found

    def _evict(self) -> None:
        total = sum(len(scope.found) for scope in self._kept.values())
        while total > KEPT and len(self._kept) > 1:
            _, scope = self._kept.popitem(last=False)
            total -= len(scope.found)


def _stack(vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.stack(vectors) if vectors else np.zeros((0, 0), np.float32)


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(ids)
    while batch := list(itertools.islice(remaining, _BATCH)):
        yield batch
