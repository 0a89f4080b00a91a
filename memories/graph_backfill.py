"""Reading what was known before a project's graph was switched on, batch by batch."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils import timezone

from mem0.memory import relations
from mem0.memory.types import Record
from memories import graph_outbox, rows
from memories.writing_relations import insert
from orgs.models import Project
from orgs.tenancy import tenant

BATCH = 500
BEGINNING = UUID(int=0)


def relate_existing() -> int:
    """Read the memories of projects whose graph was switched on; how many projects."""
    done = 0
    for project in Project.objects.filter(enable_graph=True):
        with tenant(project):
            state, _ = project.graph_states.get_or_create(
                project=project, defaults={"reading_after": BEGINNING}
            )
        if state.reading_after is not None:
            while _relate_some(project):
                pass
            done += 1
    return done


def _relate_some(project: Project) -> bool:
    """Read a batch of memories that no relation is known of; whether there may be more.

    How far it came is committed with what was read: whoever carries on after a worker
    that died begins there. Of two at once the second leaves it to the first.
    """
    with tenant(project):
        unread = project.graph_states.filter(reading_after__isnull=False)
        state = unread.select_for_update(skip_locked=True).first()
        if state is None:
            return False
        records = _unrelated(project, after=state.reading_after or BEGINNING)
        found = {r.id: relations.stated(r) for r in records}
        insert(project.pk, found)
        graph_outbox.mark(project.pk, [key for key, said in found.items() if said])
        state.reading_after = UUID(records[-1].id) if records else None
        state.read_at = timezone.now()
        state.save(update_fields=["reading_after", "read_at"])
    return bool(records)


def _unrelated(project: Project, *, after: UUID) -> list[Record]:
    """The next memories, by id, that no relation is known of."""
    sql = (
        f"SELECT {rows.SELECTED} FROM memories_memory m "  # noqa: S608  values are bound
        "WHERE m.project_id = %s AND m.id > %s AND NOT EXISTS (SELECT 1 FROM "
        "memories_memoryrelation r WHERE r.project_id = m.project_id "
        "AND r.memory_id = m.id) ORDER BY m.id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [project.pk, after, BATCH])
        return [rows.record(row) for row in cursor.fetchall()]
