"""The database's half of a deployment's wall, asked as the application's own role."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import DatabaseError, connections, transaction

from mem0site.checks import bypasses_row_security
from mem0site.isolation.leaks import Check, Leak
from mem0site.isolation.throwaway import Side
from orgs import erasure
from orgs.models import Project
from orgs.rls import exposed_tables
from orgs.tenancy import tenant


def the_role(ours: Side, theirs: Side) -> str:
    """The application's role is bound by row-level security."""
    if bypasses_row_security():
        msg = "the application's role is a superuser or has BYPASSRLS"
        raise Leak(msg)
    return "NOSUPERUSER NOBYPASSRLS"


def the_tables(ours: Side, theirs: Side) -> str:
    """Every table with a project has a policy that is forced."""
    exposed = exposed_tables()
    if exposed:
        msg = f"no forced policy on {', '.join(exposed)}"
        raise Leak(msg)
    return f"{len(_tables())} tables"


def nobodys_rows(ours: Side, theirs: Side) -> str:
    """Without a tenant no row is seen."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        seen = {table: _count(cursor, table, None) for table in _tables()}
    return _none(seen, "without a tenant")


def the_others_rows(ours: Side, theirs: Side) -> str:
    """In a tenant no row of another is seen, although the query forgets to say whose."""
    with tenant(ours.project), connections["default"].cursor() as cursor:
        seen = {table: _count(cursor, table, ours.project.pk) for table in _tables()}
        own = _count(cursor, "memories_memory", None)
    if not own:
        msg = "a tenant does not see its own memory"
        raise Leak(msg)
    return _none(seen, "of others")


def a_row_for_another(ours: Side, theirs: Side) -> str:
    """What is written into another tenant is refused."""
    memories = Project.objects.get(pk=theirs.project.pk)
    try:
        with tenant(ours.project), connections["default"].cursor() as cursor:
            cursor.execute(
                "UPDATE memories_memory SET project_id = %s WHERE project_id = %s",
                [memories.pk, ours.project.pk],
            )
    except DatabaseError:
        return "refused"
    msg = "a memory was moved into another tenant"
    raise Leak(msg)


def _tables() -> list[str]:
    return [model._meta.db_table for model in erasure.owned_models()]  # noqa: SLF001  public in all but name


def _count(cursor: Any, table: str, other_than: UUID | None) -> int:
    cursor.execute(
        f"SELECT count(*) FROM {table} WHERE project_id IS DISTINCT FROM %s",  # noqa: S608  our own names
        [other_than],
    )
    return int(cursor.fetchone()[0])


def _none(seen: dict[str, int], whose: str) -> str:
    found = {table: count for table, count in seen.items() if count}
    if found:
        msg = f"rows {whose} are seen: {found}"
        raise Leak(msg)
    return f"{len(seen)} tables"


IN_SQL: tuple[Check, ...] = (
    the_role,
    the_tables,
    nobodys_rows,
    the_others_rows,
    a_row_for_another,
)
