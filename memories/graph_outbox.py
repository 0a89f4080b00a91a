"""From a change to the graph store: rows of the change's transaction, and their sweep.

As for the vector store, a row says which memory changed, not what happened to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction

from mem0.ids import uuid7
from memories.index_outbox import publish

TABLE, TASK = "memories_graphchange", "memories.tasks.mirror"
EVERYTHING = UUID(int=0)
"""In the place of a memory: all that a project has in the store."""


def is_configured() -> bool:
    """Whether the deployment has a graph store beside PostgreSQL."""
    return bool(settings.CONFIGURATION.graph_store_provider)


def mark(project_id: UUID, memory_ids: Sequence[str | UUID]) -> None:
    """Note, in the tenant's open transaction, that these memories changed or went."""
    if not memory_ids or not is_configured():
        return
    ids = list(dict.fromkeys(str(each) for each in memory_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO memories_graphchange "
            "(project_id, id, memory_id, attempts, recorded_at, run_at) "
            "SELECT %s, id, memory_id, 0, now(), now() "
            "FROM unnest(%s::uuid[], %s::uuid[]) AS new (id, memory_id)",
            [project_id, [uuid7() for _ in ids], ids],
        )
    transaction.on_commit(partial(publish, project_id, TASK))


def erase(project_id: UUID) -> None:
    """Note, in the tenant's open transaction, that the store has to forget a project."""
    mark(project_id, [EVERYTHING])


def sweep() -> int:
    """Hint at projects with something due that nobody delivers; how many they were.

    Runs across tenants, on the admin connection, and touches ids and times only.
    """
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT project_id FROM memories_graphchange WHERE run_at <= now() "
            "GROUP BY project_id "
            "HAVING count(*) FILTER (WHERE lease_until > now()) = 0 LIMIT 500"
        )
        due = [project_id for (project_id,) in cursor.fetchall()]
    for project_id in due:
        publish(project_id, TASK)
    return len(due)
