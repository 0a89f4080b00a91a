"""One moment of a project, read for as long as it takes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from orgs.models import Project
from orgs.patience import take_your_time


@contextlib.contextmanager
def snapshot(project: Project) -> Iterator[None]:
    """A transaction of the tenant that sees the project as it is now, and cannot write.

    What others write meanwhile is not seen, so the files of an archive agree.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        # The first statement: afterwards it would be too late.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(
            "SELECT set_config('app.project_id', %s, true)", [str(project.pk)]
        )
        take_your_time()
        yield


def by_keys() -> None:
    """Have every statement of the open transaction find rows by their keys. A plan that
    was made while the table was small would read all of it for each row, once it has
    grown."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def fetch(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of one statement, in the transaction that is open."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def many_of(project_id: UUID, table: str) -> int:
    """How many rows a project has in one of our tables."""
    sql = f"SELECT count(*) FROM {table} WHERE project_id = %s"  # noqa: S608  our names
    return int(fetch(sql, [project_id])[0][0])
