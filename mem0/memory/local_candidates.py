"""A search in SQLite: the rows of a scope, scored on every arm.

Scopes of up to `EXACT` rows are scored whole, by the formula every store shares
(`mem0.memory.ranking.score_rows`). Of larger ones, the rows are scored that the index
finds by meaning, the postings by words, and the episodes of the best of these; means
and deviations of the whole scope are estimated from rows spread evenly over it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mem0.memory import lexical, local_rows as rows, ranking
from mem0.memory.filters import Filter, entity_ids, match, scope_filter
from mem0.memory.local_database import Database
from mem0.memory.local_index import Index
from mem0.memory.local_tables import Table, Tables
from mem0.memory.local_writing import ALL
from mem0.memory.ranking import Floats, Moments, Pool
from mem0.memory.types import Candidate, Query, Record, Scope, Sparse, Vector

EXACT = 20_000
"""Rows of a scope that are all scored."""
FOUND = 1000
"""Rows of a larger scope that the index and the postings are asked for, each."""
SAMPLE = 1000
"""Rows of a larger scope that stand for all of it."""
EPISODES = 10
"""The best rows of each arm whose episodes are looked at whole."""

Positions = NDArray[np.intp]


class Finder:
    """Candidates of one file; called inside a transaction."""

    def __init__(self, database: Database, tables: Tables, index: Index) -> None:
        self.database, self.tables, self.index = database, tables, index
        self.exact = EXACT

    def pool(self, query: Query) -> Pool:
        """The best rows of the scope by the sum of all arms."""
        ids = entity_ids(query.where)
        size = self.tables.size(ids)
        if size <= self.exact:
            return _whole(self.tables.of(ids), query)
        pool = self._sampled(query, size)
        return _whole(self.tables.whole(ids), query) if pool is None else pool

    def similar(
        self, scope: Scope, vector: Vector, limit: int
    ) -> list[tuple[Record, float]]:
        """The nearest active memories of exactly this scope, with their cosine."""
        ids = scope.ids()
        if self.tables.size(ids) <= self.exact:
            table = self.tables.of(ids)
        else:
            near = self.index.nearest(vector, scope_filter(scope), FOUND)
            table = self.tables.some(near)
        cosines = table.cosines(vector)
        best: list[tuple[Record, float]] = []
        for number in np.argsort(-cosines, kind="stable"):
            record = table.records[number]
            if record.scope == scope and record.state == "active":
                best.append((record, float(cosines[number])))
            if len(best) == limit:
                break
        return best

    def _sampled(self, query: Query, size: int) -> Pool | None:
        """The pool of a large scope; None if too few of the rows looked at match."""
        counts = self._documents(query.terms)
        terms = lexical.query_weights(query.terms, counts, counts.get(ALL, 0))
        ids = entity_ids(query.where)
        near = self.index.nearest(query.embedding, query.where, FOUND)
        named = self._by_words(terms, ids)
        sample = set(self._spread(ids, size))
        around = self._episodes([*near[:EPISODES], *named[:EPISODES]])
        table = self.tables.some({*near, *named, *around, *sample})
        kept = _matching(table, query.where)
        if len(kept) < query.limit:
            return None
        standing = np.array([table.records[n].id in sample for n in kept], bool)
        if not standing.any():
            standing[:] = True
        arms = table.arms(query, terms, kept)
        stats = ranking.score_rows({k: v[standing] for k, v in arms.items()})[1]
        share = standing.sum() / max(1, len(sample))
        matching = max(len(kept), round(size * share))
        mass = lexical.query_mass(query.terms, terms)
        return _pool(table, kept, arms, stats, (query.limit, matching, mass))

    def _documents(self, terms: Sparse) -> dict[int, int]:
        marks = ", ".join("?" * (len(terms) + 1))
        sql = f"SELECT term, documents FROM memory_term WHERE term IN ({marks})"  # noqa: S608  marks only
        return dict(self.database.all(sql, [ALL, *terms]))

    def _by_words(self, terms: Sparse, ids: Mapping[str, str]) -> list[str]:
        """The best rows by their own BM25, best first."""
        if not terms:
            return []
        condition, values = rows.pinned(ids)
        asked = ", ".join("(?, ?)" for _ in terms)
        sql = (
            f"WITH asked (term, idf) AS (VALUES {asked}) "  # noqa: S608  marks only
            "SELECT r.id FROM asked JOIN memory_posting p ON p.term = asked.term "
            f"JOIN memory_record r ON r.number = p.number WHERE {condition} "
            "GROUP BY r.number ORDER BY sum(p.weight * asked.idf) DESC, r.id LIMIT ?"
        )
        pairs = [value for pair in terms.items() for value in pair]
        return [key for (key,) in self.database.all(sql, [*pairs, *values, FOUND])]

    def _spread(self, ids: Mapping[str, str], size: int) -> list[str]:
        condition, values = rows.pinned(ids)
        sql = (
            "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY number) AS place "  # noqa: S608  fixed columns
            f"FROM memory_record WHERE {condition}) WHERE place % ? = 0"
        )
        step = -(-size // SAMPLE)
        return [key for (key,) in self.database.all(sql, [*values, step])]

    def _episodes(self, memory_ids: Sequence[str]) -> list[str]:
        marks = ", ".join("?" * len(memory_ids))
        sql = (
            "SELECT id FROM memory_record WHERE episode_id IN "  # noqa: S608  marks only
            f"(SELECT episode_id FROM memory_record WHERE id IN ({marks})) LIMIT ?"
        )
        found = self.database.all(sql, [*memory_ids, 2 * FOUND])
        return [key for (key,) in found]


def _whole(table: Table, query: Query) -> Pool:
    kept = _matching(table, query.where)
    counts = table.frequencies(query.terms, kept)
    terms = lexical.query_weights(query.terms, counts, len(kept))
    mass = lexical.query_mass(query.terms, terms)
    if not len(kept):
        return Pool((), dict.fromkeys(ranking.ARMS, Moments(0.0, 0.0)), 0, mass)
    arms = table.arms(query, terms, kept)
    _, stats = ranking.score_rows(arms)
    return _pool(table, kept, arms, stats, (query.limit, len(kept), mass))


def _pool(
    table: Table,
    kept: Positions,
    arms: Mapping[str, Floats],
    stats: Mapping[str, Moments],
    rest: tuple[int, int, float],
) -> Pool:
    """The best of the rows at `kept`; `rest` is the limit, the scope's size, the mass."""
    limit, size, mass = rest
    total = np.zeros(len(kept))
    for name, arm in ranking.WEIGHTS.arms().items():
        mean, std = stats[name].mean, stats[name].std
        total += arm.weight * (arms[name] - mean) / max(std, arm.floor)
    best = np.argsort(-total, kind="stable")[:limit]  # rows are in the order of ids
    candidates = [
        Candidate(
            table.records[kept[place]],
            {name: float(arms[name][place]) for name in ranking.ARMS},
        )
        for place in best
    ]
    return Pool(candidates, stats, size, mass)


def _matching(table: Table, where: Filter) -> Positions:
    found: list[Any] = [n for n, r in enumerate(table.records) if match(where, r)]
    return np.array(found, np.intp)
