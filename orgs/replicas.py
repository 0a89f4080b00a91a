"""Reading from a replica, but never less than what was written before.

Who was told that a write is done must find it. So the position of a project's last write
in the primary's log is noted where all processes see it, and a read goes to the replica
only when that has replayed so much. Whatever is unclear (no cache, no answer, a replica
that lags or was promoted) is read from the primary.

The replica takes the place of `default` on this thread while the read lasts, so that
nothing below has to know: the tenant's setting and row-level security hold there as well.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

import structlog
from django.core.cache import cache
from django.db import (
    InternalError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from orgs.models import Project
from orgs.pauses import Pause
from orgs.rereading import reread
from orgs.tenancy import current_tenant

logger = structlog.stdlib.get_logger(__name__)

ALIAS = "replica"
REMEMBERED = 600
"""Seconds for which a project's last write is remembered."""
OLDEST = 60.0
"""Seconds since the replica's last replayed transaction beyond which it is not asked:
far less than `REMEMBERED`, so that a forgotten write has arrived."""
PAUSE = Pause(5.0)
"""In which a replica that failed is left alone."""
FRESH = """
SELECT pg_is_in_recovery()
   AND coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)
   AND coalesce(now() - pg_last_xact_replay_timestamp() < %s * interval '1 s', false)
"""
NOWHERE = "0/0"

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def configured() -> bool:
    """Whether there is a replica at all."""
    return ALIAS in connections.settings


def wrote(project_id: UUID) -> None:
    """Have the transaction at hand noted as the project's last write, once committed."""
    if configured():
        transaction.on_commit(partial(_note, project_id), robust=True)


def reads(
    work: Callable[Concatenate[Project, Given], Answer],
) -> Callable[Concatenate[Project, Given], Answer]:
    """For a function of a project that only reads: it may be answered by the replica.

    It is called again on the primary where the replica fails half-way, and once more
    where the primary's connection is lost.
    """
    on_primary = reread(work)

    @wraps(work)
    def anywhere(
        project: Project, /, *args: Given.args, **given: Given.kwargs
    ) -> Answer:
        if not configured() or _in_transaction() or not _fresh(project.pk):
            return on_primary(project, *args, **given)
        primary = connections["default"]
        connections["default"] = connections[ALIAS]
        try:
            return work(project, *args, **given)
        except (OperationalError, InternalError) as error:
            _leave_alone(error)
        finally:
            connections["default"] = primary
        return on_primary(project, *args, **given)

    return anywhere


def _in_transaction() -> bool:
    return current_tenant() is not None or connection.in_atomic_block


def _fresh(project_id: UUID) -> bool:
    """Whether the replica has what was written to the project."""
    if PAUSE.lasts:
        return False
    try:
        position = cache.get(_key(project_id), NOWHERE)
    except Exception:  # the cache's client has errors of its own
        logger.warning("The positions of writes cannot be read")
        return False
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(FRESH, [position, OLDEST])
            return bool(cursor.fetchone()[0])
    except (OperationalError, InternalError) as error:
        _leave_alone(error)
        return False


def _leave_alone(error: Exception) -> None:
    PAUSE.begin()
    logger.warning("The replica is left alone for a while", error=type(error).__name__)


def _note(project_id: UUID) -> None:
    with connection.cursor() as cursor:
        # Of what is inserted, not only written out: a commit may not have waited for that.
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        cache.set(_key(project_id), cursor.fetchone()[0], REMEMBERED)


def _key(project_id: UUID) -> str:
    return f"written:{project_id}"
