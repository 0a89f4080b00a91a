"""Transactions that may take long.

The roles of the application have limits for a statement and for a transaction, so that
what hangs is ended. Work that has to be one transaction, however much it is (an archive,
a look into every table), takes them off for itself.
"""

from __future__ import annotations

from django.db import connection

LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")
SINCE_17 = (*LIMITS, "transaction_timeout")


def take_your_time() -> None:
    """Let the open transaction, and each of its statements, take as long as it needs."""
    with connection.cursor() as cursor:
        version = cursor.connection.info.server_version
        names = SINCE_17 if version >= 170_000 else LIMITS
        cursor.execute("; ".join([f"SET LOCAL {name} = 0" for name in names]))
