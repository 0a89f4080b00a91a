"""Cursors that open a transaction together with its first statement.

A transaction of a tenant begins with `BEGIN` and the name of the tenant, and each was
a round trip of its own; together with the first query they are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg


class Opening:
    """What a transaction still has to send before its first statement."""

    def __init__(self) -> None:
        self._statements: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._statements)

    def begin(self, *statements: str) -> None:
        """Start over with these."""
        self._statements = list(statements)

    def add(self, statement: str) -> None:
        """Send this one as well."""
        self._statements.append(statement)

    def take(self) -> list[str]:
        """The statements, which are then taken to be sent."""
        taken, self._statements = self._statements, []
        return taken


class Cursor(psycopg.ClientCursor[Any]):
    """Binds parameters on this side, as Django needs, and has a prepared way."""

    opening = Opening()  # of a cursor the driver made: nothing to send
    keeps_statements = False
    """Whether the next transaction has the same connection of the server."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        """Run a statement, after what the transaction opens with."""
        if not self.opening:
            return super().execute(query, params, **options)
        first = self.opening.take()
        super().execute("; ".join([*first, self._text(query)]), params, **options)
        for _ in first:
            self.nextset()
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        """Run a statement for each of the parameters."""
        self.open()
        super().executemany(query, params_seq, **options)

    def copy(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """A `COPY` to read from or to write to."""
        self.open()
        return super().copy(statement, params, **options)

    def open(self) -> None:
        """Send what the transaction opens with, if that has not been done."""
        first = self.opening.take()
        if first:
            super().execute("; ".join(first))

    def open_with(self, statement: str) -> None:
        """Send a statement without parameters or answer, with the next one if the
        transaction has not begun, else at once."""
        if self.opening:
            self.opening.add(statement)
        else:
            self.execute(statement)

    def prepared(self, query: str, params: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement that the server keeps parsed and planned.

        Worth it for one that is run again and again with other parameters; these are
        bound by the server, so each needs a type it can tell.
        """
        self.open()
        with self._preparing(), psycopg.Cursor(self.connection) as cursor:
            return cursor.execute(query, params, prepare=True, binary=True).fetchall()

    @contextmanager
    def _preparing(self) -> Iterator[None]:
        """The driver counts statements only meanwhile: it would keep the last hundred
        of each connection, and those that `execute` sends are hardly ever the same
        twice, since their values are part of them."""
        self.connection.prepare_threshold = 0 if self.keeps_statements else None
        try:
            yield
        finally:
            self.connection.prepare_threshold = None

    def _text(self, query: Any) -> str:
        if isinstance(query, bytes):
            return query.decode()
        return query if isinstance(query, str) else str(query.as_string(self))
