"""A read whose connection was lost is made once more, on a new one.

A restart or a failover of PostgreSQL ends the queries that are under way; who only reads
need not hear of it. What writes is not repeated: whether it took effect is not known, and
an `Idempotency-Key` is how a client finds out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import structlog
from django.db import InterfaceError, OperationalError, connection

from orgs.tenancy import current_tenant

logger = structlog.stdlib.get_logger(__name__)

LOST = ("08", "57P01", "57P02", "57P03")
"""SQLSTATEs of a connection that failed, or whose server stops or starts."""

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def reread(work: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """For a function that only reads and opens its transactions itself. Inside one of
    somebody else's it is not repeated, nor is what PostgreSQL broke off by a limit."""

    @wraps(work)
    def twice(*args: Given.args, **given: Given.kwargs) -> Answer:
        try:
            return work(*args, **given)
        except (OperationalError, InterfaceError) as error:
            if _in_transaction() or not _is_lost(error):
                raise
        logger.warning("A read is made once more: its connection was lost")
        connection.close()
        return work(*args, **given)

    return twice


def _in_transaction() -> bool:
    return current_tenant() is not None or connection.in_atomic_block


def _is_lost(error: Exception) -> bool:
    """What has no SQLSTATE was not said by the server: it is gone."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(LOST)
