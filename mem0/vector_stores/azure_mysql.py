"""Azure Database for MySQL: vectors as bytes, exact cosine in the process.

MySQL 8 has no vector functions and MySQL 9 only in HeatWave, which Azure does not
offer, so a search reads the vectors that pass the filter and ranks them here. The
answer is exact; its cost grows with the rows that pass, so filter by an id.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Sequence
from threading import RLock
from typing import Any, ClassVar

import numpy as np
import pymysql
from pydantic import SecretStr
from pymysql.constants import CLIENT

from mem0.exceptions import ConfigurationError
from mem0.memory.filters import Operator
from mem0.vector_stores.base import (
    EXACT,
    ORDERED,
    Hit,
    Point,
    VectorStoreOptions,
)
from mem0.vector_stores.payloads import dumps, times
from mem0.vector_stores.pushdown import Tree
from mem0.vector_stores.ranking import Ranking
from mem0.vector_stores.sql import MysqlFilter
from mem0.vector_stores.tags import TaggedStore, key, tags

CHUNK = 1000


class AzureMysqlConfig(VectorStoreOptions):
    """A MySQL 8.0.17+ (or MariaDB 10.9+) server; `ssl_ca` is a file of certificates."""

    host: str
    port: int = 3306
    user: str
    password: SecretStr = SecretStr("")
    database: str
    ssl_ca: str | None = None
    ssl_disabled: bool = False


class AzureMysqlStore(TaggedStore):
    """A table `point, id, embedding, payload, tags, times`, one per collection."""

    provider = "azure_mysql"
    capabilities: ClassVar[frozenset[Operator]] = EXACT | ORDERED | {"exists"}

    def __init__(self, config: AzureMysqlConfig) -> None:
        self._config = config
        self._lock = RLock()
        super().__init__(config)
        if "`" in config.collection_name:
            msg = "A collection_name may not have a backquote in it."
            raise ConfigurationError(msg)
        self._table = f"`{config.collection_name}`"

    def _connect(self) -> None:
        config = self._config
        tls = (
            None
            if config.ssl_disabled
            else ssl.create_default_context(cafile=config.ssl_ca)
        )
        self._connection = pymysql.connect(
            host=config.host,
            port=config.port,
            user=config.user,
            password=config.password.get_secret_value(),
            database=config.database,
            charset="utf8mb4",
            autocommit=True,
            client_flag=CLIENT.FOUND_ROWS,
            ssl=tls,
        )

    def close(self) -> None:
        if self._connection.open:
            self._connection.close()

    def _revive(self) -> None:
        """Connect again when the server closed an idle connection."""
        try:
            self._connection.ping()
        except pymysql.Error:
            self._connect()

    def _run(self, text: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            self._revive()
            with self._connection.cursor() as cursor:
                cursor.execute(text, values)
                return list(cursor.fetchall())

    def _create(self) -> int | None:
        found = self._run(
            "SELECT character_maximum_length FROM information_schema.columns "
            "WHERE table_schema = DATABASE() AND table_name = %s "
            "AND column_name = 'embedding'",
            [self.collection],
        )
        if found:
            return int(found[0][0]) // 4
        self._run(
            f"CREATE TABLE IF NOT EXISTS {self._table} (point CHAR(36) PRIMARY KEY, "
            f"id LONGTEXT NOT NULL, embedding VARBINARY({self.dimensions * 4}) NOT NULL, "
            "payload LONGTEXT NOT NULL, tags JSON NOT NULL, times JSON NOT NULL) "
            "CHARACTER SET utf8mb4"
        )
        return None

    def _upsert(self, points: Sequence[Point]) -> None:
        rows = sorted(
            (
                key(point.id),
                point.id,
                np.asarray(point.vector, dtype="<f4").tobytes(),
                dumps(point.payload),
                json.dumps(tags({**point.payload, "id": point.id})),
                json.dumps(times(point.payload)),
            )
            for point in points
        )
        with self._lock:
            self._revive()
            with self._connection.cursor() as cursor:
                cursor.executemany(
                    f"REPLACE INTO {self._table} (point, id, embedding, payload, tags, times) "  # noqa: S608 - the table is checked
                    "VALUES (%s, %s, %s, %s, %s, %s)",
                    rows,
                )

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        ranking = Ranking(vector, limit)
        after = ""
        while rows := self._page("point, embedding", where, after):
            vectors = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f4")
            ranking.offer([row[0] for row in rows], vectors.reshape(len(rows), -1))
            after = rows[-1][0]
        best = ranking.best()
        points = self._points([point for point, _ in best])
        return [
            Hit(points[name].id, score, points[name].payload)
            for name, score in best
            if name in points
        ]

    def _page(self, columns: str, where: Tree | None, after: str) -> list[Any]:
        condition, values = (
            ("true", []) if where is None else MysqlFilter().compile(where)
        )
        return self._run(
            f"SELECT {columns} FROM {self._table} WHERE point > %s AND {condition} "  # noqa: S608 - values are parameters
            f"ORDER BY point LIMIT {CHUNK}",
            [after, *values],
        )

    def _points(self, keys: Sequence[str]) -> dict[str, Point]:
        if not keys:
            return {}
        rows = self._run(
            f"SELECT point, id, embedding, payload FROM {self._table} WHERE point IN %s",  # noqa: S608
            [list(keys)],
        )
        return {
            row[0]: Point(
                row[1], np.frombuffer(row[2], dtype="<f4").tolist(), json.loads(row[3])
            )
            for row in rows
        }

    def _get(self, ids: Sequence[str]) -> list[Point]:
        return list(self._points([key(point_id) for point_id in ids]).values())

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        after = ""
        while rows := self._page("point, id, payload", where, after):
            yield from (Point(row[1], (), json.loads(row[2])) for row in rows)
            after = rows[-1][0]

    def _delete(self, ids: Sequence[str]) -> None:
        keys = sorted(key(point_id) for point_id in ids)
        if keys:
            self._run(f"DELETE FROM {self._table} WHERE point IN %s", [keys])  # noqa: S608

    def _drop(self) -> None:
        self._run(f"DROP TABLE IF EXISTS {self._table}")
