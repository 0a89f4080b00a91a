"""Django's PostgreSQL back-end, with a health check that asks the socket first.

Django sends `SELECT 1` before the first query of every request, a round trip that
costs as much as a small query. A server that ended a connection has said so on its
socket, so an idle connection with nothing to read is taken to be alive.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is asked for a sign of life only when it has something to say."""

    def is_usable(self) -> bool:
        """Whether the connection can be used; sends a query only where in doubt."""
        opened = self.connection
        if opened is None or opened.closed:
            return False
        waiting = select.poll()
        waiting.register(opened.fileno(), select.POLLIN)
        return bool(super().is_usable()) if waiting.poll(0) else True
