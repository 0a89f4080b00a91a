"""Django's PostgreSQL back-end with fewer round trips.

Django sends `SELECT 1` before the first query of every request, a round trip that
costs as much as a small query. A server that ended a connection has said so on its
socket, so an idle connection with nothing to read is taken to be alive. And `BEGIN`
goes out together with the first statement of its transaction.
"""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base

from mem0site.postgresql.cursors import Cursor, Opening


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is asked for a sign of life only when it has something to say,
    and that opens transactions late."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opening = Opening()

    @property
    def _is_pooled(self) -> bool:
        return bool(self.settings_dict["DISABLE_SERVER_SIDE_CURSORS"])

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, with our cursor."""
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def is_usable(self) -> bool:
        """Whether the connection can be used; sends a query only where in doubt."""
        opened = self.connection
        if opened is None or opened.closed:
            return False
        waiting = select.poll()
        waiting.register(opened.fileno(), select.POLLIN)
        return bool(super().is_usable()) if waiting.poll(0) else True

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that knows what the transaction still has to open with."""
        if name and self.opening:
            with self.create_cursor() as cursor:
                cursor.open()
        cursor = super().create_cursor(name)
        if isinstance(cursor, Cursor):
            cursor.opening = self.opening
            cursor.keeps_statements = not self._is_pooled
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        """The driver stays in autocommit mode; `atomic` begins a transaction so."""
        self.opening.begin("BEGIN")

    def commit(self) -> None:
        """Commit, if anything was sent at all."""
        self.opening.take()
        super().commit()

    def rollback(self) -> None:
        """Roll back, if anything was sent at all."""
        self.opening.take()
        super().rollback()

    def close(self) -> None:
        """Close; a transaction that was not begun is not begun on the next one."""
        self.opening.take()
        super().close()
