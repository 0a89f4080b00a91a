"""What the owner of the tables does to the indexes of big projects: builds, drops, looks.

A build is a statement that nobody waits for: PostgreSQL finishes it whatever becomes of
the process that began it. What it leaves when it is broken off is not valid, and is told
from one that is being built by whether a session is at it.
"""

from __future__ import annotations

import contextlib
import logging
import re
import select
from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.db import OperationalError, connections

from memories import hnsw
from memories.hnsw import Big, Built

logger = logging.getLogger(__name__)

BUILDER = "mem0 search index"
"""The application name of a session that builds."""
PATIENCE = "20s"
"""How long a drop waits for those who use the table."""
ROW_OVERHEAD = 750
"""Bytes a row takes while a graph is built, beside its vector."""
LEAST_MEMORY = 64
"""Megabytes a build is given at least, where it is given any."""
UNHURRIED = {
    # The session's client is gone while it works, and is not to be looked for.
    "client_connection_check_interval": "0",
    # Nor to be told anything: whom it cannot tell, PostgreSQL stops working for.
    "client_min_messages": "error",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "transaction_timeout": "0",
    # Beside the service, not in its place; and /dev/shm may be small.
    "max_parallel_maintenance_workers": "0",
}


def owns_tables() -> bool:
    """Whether the role of `DATABASE_OWNER_URL` may build indexes."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class "
            "WHERE oid = 'memories_memory'::regclass"
        )
        return bool(cursor.fetchone()[0])


@contextlib.contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else tends the indexes, who then has to wait until this ends."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [BUILDER])
        (free,) = cursor.fetchone()
        try:
            yield free
        finally:
            if free:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [BUILDER])


def indexes() -> dict[str, Built]:
    """Every part there is, valid or not, by name."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(INDEXES, [hnsw.PATTERN])
        return {
            name: Built(valid, float(progress), size)
            for name, valid, progress, size in cursor
        }


def at_work() -> str | None:
    """The name of the part that is being built."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(SESSIONS, [BUILDER])
        found = cursor.fetchone()
    if found is None:
        return None
    named = re.search(r"CONCURRENTLY (\w+)", found[1])
    return named[1] if named else found[1]


def begin(big: Big, part: str) -> None:
    """Have PostgreSQL build a part, and do not wait for it."""
    given = connections["owner"].get_connection_params()
    for django_only in ("cursor_factory", "context"):
        given.pop(django_only, None)
    session = psycopg.connect(
        **given | {"application_name": BUILDER, "autocommit": True}
    )
    try:
        for name, value in (UNHURRIED | _memory(big, part)).items():
            session.execute(
                "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = %s",
                [value, name],
            )
        session.pgconn.send_query(big.space.definition(part, big.partition).encode())
        while session.pgconn.flush():
            select.select([], [session.fileno()], [], 1)
    finally:
        session.close()
    logger.info("Building %s of project %s.", part, big.space.project_id)


def _memory(big: Big, part: str) -> dict[str, str]:
    """A graph that does not fit into it takes more than twice as long to build."""
    most = settings.CONFIGURATION.search_index_memory
    if not most or part not in hnsw.GRAPHS:
        return {}
    needed = big.memories * (2 * big.space.dimensions + ROW_OVERHEAD) // 2**20 + 1
    return {"maintenance_work_mem": f"{min(most, max(needed, LEAST_MEMORY))}MB"}


def stop(name: str) -> None:
    """End the build of a part, if that goes on."""
    if at_work() == name:
        with connections["owner"].cursor() as cursor:
            cursor.execute(CANCEL, [BUILDER])


def drop(name: str) -> bool:
    """Take a part away beside whatever uses its table; False where that would have had
    to wait for too long."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, false), "
            "set_config('statement_timeout', %s, false)",
            [PATIENCE, PATIENCE],
        )
        try:
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        except OperationalError:
            logger.warning("The index %s is in use; it is dropped later.", name)
            return False
    logger.info("Dropped the index %s.", name)
    return True


INDEXES = """
SELECT c.relname, i.indisvalid,
       coalesce(p.blocks_done::float / nullif(p.blocks_total, 0), 0),
       pg_relation_size(c.oid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  LEFT JOIN pg_stat_progress_create_index p ON p.index_relid = c.oid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ %s
"""
SESSIONS = """
SELECT pid, query FROM pg_stat_activity
 WHERE application_name = %s AND datname = current_database() AND state = 'active'
"""
CANCEL = """
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
 WHERE application_name = %s AND datname = current_database() AND state = 'active'
"""
