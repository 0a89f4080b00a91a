"""PostgreSQL with the pgvector extension, through plain psycopg."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from threading import RLock
from typing import Any, ClassVar

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.types.json import Jsonb
from pydantic import SecretStr

from mem0.memory.filters import Operator
from mem0.vector_stores.base import (
    EXACT,
    ORDERED,
    Hit,
    Point,
    VectorStore,
    VectorStoreOptions,
    clamp,
)
from mem0.vector_stores.payloads import CATEGORIES, is_number, times
from mem0.vector_stores.pushdown import RANGES, TIMES, Leaf, Tree
from mem0.vector_stores.sql import PostgresFilter
from mem0.vector_stores.tags import tags

MOST_INDEXED = 2000
"""pgvector's HNSW takes no longer vectors; beyond, a search is an exact scan."""


class PgvectorConfig(VectorStoreOptions):
    """Either a connection string or its parts; `hnsw` makes an index."""

    connection_string: SecretStr | None = None
    dbname: str = "postgres"
    user: str | None = None
    password: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = 5432
    sslmode: str | None = None
    hnsw: bool = True

    def conninfo(self) -> str:
        """What libpq connects with."""
        if self.connection_string:
            return self.connection_string.get_secret_value()
        parts: dict[str, str | int | None] = {
            "dbname": self.dbname,
            "user": self.user,
            "password": self.password.get_secret_value() if self.password else None,
            "host": self.host,
            "port": self.port,
            "sslmode": self.sslmode,
        }
        return make_conninfo("", **{k: v for k, v in parts.items() if v is not None})


class PgvectorStore(VectorStore):
    """A table `id, embedding, payload, tags, times`, one per collection."""

    provider = "pgvector"
    capabilities: ClassVar[frozenset[Operator]] = (
        EXACT | ORDERED | {"exists", "contains", "icontains"}
    )

    def __init__(self, config: PgvectorConfig) -> None:
        self._conninfo = config.conninfo()
        self._hnsw = config.hnsw
        self._lock = RLock()  # one connection, one transaction at a time
        super().__init__(config)

    def expresses(self, leaf: Leaf) -> bool:
        if leaf.operator in ("in", "exists"):
            return True
        if leaf.path[0] in TIMES:
            return leaf.operator in RANGES
        if leaf.path == ("id",) or any(step.isdigit() for step in leaf.path):
            return False  # no key of the payload; a position in an array
        if leaf.operator in RANGES:
            return leaf.path != CATEGORIES and (
                isinstance(leaf.value, str) or is_number(leaf.value)
            )
        return len(leaf.path) == 1 and isinstance(leaf.value, str)

    def _connect(self) -> None:
        self._connection = psycopg.connect(self._conninfo, autocommit=True)

    def close(self) -> None:
        self._connection.close()

    def _run(self, text: str, values: Sequence[Any] = ()) -> psycopg.Cursor[Any]:
        if self._connection.closed:
            self._connect()
        names = {
            "table": sql.Identifier(self.collection),
            "index": sql.Identifier(f"{self.collection}_embedding"),
            "tags": sql.Identifier(f"{self.collection}_tags"),
            "n": sql.Literal(self.dimensions),
        }
        with self._lock:
            return self._connection.execute(sql.SQL(text).format(**names), values)

    def _create(self) -> int | None:
        regclass = "to_regclass(quote_ident(%s))"
        found = self._run(
            f"SELECT atttypmod FROM pg_attribute WHERE attrelid = {regclass} "  # noqa: S608 - constant
            "AND attname = 'embedding'",
            [self.collection],
        ).fetchone()
        if found:
            return int(found[0])
        self._run("CREATE EXTENSION IF NOT EXISTS vector")
        self._run(
            "CREATE TABLE IF NOT EXISTS {table} (id text PRIMARY KEY, "
            "embedding vector({n}) NOT NULL, payload jsonb NOT NULL, "
            "tags text[] NOT NULL, times jsonb NOT NULL)"
        )
        self._run("CREATE INDEX IF NOT EXISTS {tags} ON {table} USING gin (tags)")
        if self._hnsw and self.dimensions <= MOST_INDEXED:
            self._run(
                "CREATE INDEX IF NOT EXISTS {index} ON {table} "
                "USING hnsw (embedding vector_cosine_ops)"
            )
        return None

    def _upsert(self, points: Sequence[Point]) -> None:
        rows = [
            (
                point.id,
                _literal(point.vector),
                Jsonb(dict(point.payload)),
                tags({**point.payload, "id": point.id}),
                Jsonb(times(point.payload)),
            )
            for point in sorted(points, key=lambda point: point.id)  # no deadlocks
        ]
        text = sql.SQL(
            "INSERT INTO {table} VALUES (%s, %s::vector, %s, %s, %s) "
            "ON CONFLICT (id) DO UPDATE SET embedding = excluded.embedding, "
            "payload = excluded.payload, tags = excluded.tags, times = excluded.times"
        ).format(table=sql.Identifier(self.collection))
        with (
            self._lock,
            self._connection.transaction(),
            self._connection.cursor() as cursor,
        ):
            cursor.executemany(text, rows)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        """By the index; when a filter leaves it short of hits, once more without."""
        rows = self._ranked(vector, where, limit, indexed=True)
        if len(rows) < limit and self._hnsw:
            rows = self._ranked(vector, where, limit, indexed=False)
        return [Hit(row[0], clamp(1 - row[2]), row[1]) for row in rows]

    def _ranked(
        self, vector: Sequence[float], where: Tree | None, limit: int, *, indexed: bool
    ) -> list[Any]:
        condition, values = _where(where)
        with self._lock, self._connection.transaction():
            if indexed:
                self._run("SET LOCAL hnsw.iterative_scan = strict_order")
                self._run(f"SET LOCAL hnsw.ef_search = {min(max(limit, 40), 1000)}")
            else:
                self._run("SET LOCAL enable_indexscan = off")
            return self._run(
                "SELECT id, payload, embedding <=> %s::vector AS distance FROM {table} "  # noqa: S608
                + condition
                + "ORDER BY distance LIMIT %s",
                [_literal(vector), *values, limit],
            ).fetchall()

    def _get(self, ids: Sequence[str]) -> list[Point]:
        rows = self._run(
            "SELECT id, embedding::text, payload FROM {table} WHERE id = ANY(%s)",
            [list(ids)],
        )
        return [Point(row[0], json.loads(row[1]), row[2]) for row in rows]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        condition, values = _where(where)
        for row in self._run("SELECT id, payload FROM {table} " + condition, values):  # noqa: S608
            yield Point(row[0], (), row[1])

    def _delete(self, ids: Sequence[str]) -> None:
        self._run("DELETE FROM {table} WHERE id = ANY(%s)", [sorted(ids)])

    def _drop(self) -> None:
        self._run("DROP TABLE IF EXISTS {table}")


def _where(tree: Tree | None) -> tuple[str, list[Any]]:
    if tree is None:
        return "", []
    text, values = PostgresFilter().compile(tree)
    # The braces of a JSON path are no names to fill in.
    return "WHERE " + text.replace("{}", "{{}}") + " ", values


def _literal(vector: Sequence[float]) -> str:
    return "[" + ",".join(repr(float(value)) for value in vector) + "]"
