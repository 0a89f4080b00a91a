"""In how many memories a term occurs: what BM25's idf is made of.

What a person's memories are searched by is counted in these alone: nobody else's change
what is found. Where a search is of the whole project, so are the numbers.

Writers append a delta and never touch a shared row; a periodic task folds deltas
into the table. A reader adds both, so the numbers are always exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, connections

from mem0.memory.filters import Filter, entity_ids
from memories.sql_filters import compile as compile_filter
from memories.vectors import sparsevec
from orgs.tenancy import tenant

ALL = 0
"""The term that stands for "any": its frequency is the number of memories."""
SCOPE_ROWS = 1000
"""Rows of a scope in which terms are counted; of a bigger one, drawn by lot."""
SCOPE_TERMS = 100
"""Terms that are counted there at most: a page of text is weighed by the project."""


def add_delta(project_id: UUID, terms: Sequence[int], *, sign: int) -> None:
    """Count documents in (sign 1) or out (sign −1), inside the tenant's transaction.

    `terms` are the distinct terms of each document, one document after another,
    with `ALL` once for each document.
    """
    if not terms:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO memories_termdelta (project_id, documents, terms) "
            "VALUES (%s, %s, %s)",
            [project_id, sign, list(terms)],
        )


def frequencies(
    project_id: UUID, where: Filter, terms: Sequence[int]
) -> dict[int, int]:
    """How many memories have each term; `ALL` is always among the answers."""
    if entity_ids(where) and len(terms) <= SCOPE_TERMS:
        return of_scope(project_id, where, terms)
    return of_project(project_id, terms)


def of_scope(project_id: UUID, where: Filter, terms: Sequence[int]) -> dict[int, int]:
    """Counted where they are: in the rows of a scope, or `SCOPE_ROWS` of them."""
    counts = [
        f"count(*) FILTER (WHERE (lexical <#> '{sparsevec({term: 1.0})}') < 0)"
        for term in terms
    ]
    condition, parameters = compile_filter(where)
    sql = (
        f"SELECT {', '.join(['count(*)', *counts])} FROM ("  # noqa: S608  values are bound
        "SELECT m.lexical FROM memories_memory m "
        f"WHERE m.project_id = %s AND {condition} ORDER BY uuid_hash(m.id) LIMIT %s) m"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [project_id, *parameters, SCOPE_ROWS])
        return dict(zip([ALL, *terms], cursor.fetchone(), strict=True))


def of_project(project_id: UUID, terms: Sequence[int]) -> dict[int, int]:
    """As the tables have them."""
    wanted = [ALL, *terms]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT term, sum(documents)::bigint FROM (
              SELECT term, documents FROM memories_termfrequency
               WHERE project_id = %(project)s AND term = ANY(%(terms)s::int[])
              UNION ALL
              SELECT term, d.documents FROM memories_termdelta d, unnest(d.terms) term
               WHERE d.project_id = %(project)s AND d.terms && %(terms)s::int[]
                 AND term = ANY(%(terms)s::int[])
            ) counted GROUP BY term
            """,
            {"project": project_id, "terms": wanted},
        )
        found = dict(cursor.fetchall())
    return {term: max(0, found.get(term, 0)) for term in wanted}


def fold_all() -> None:
    """Fold the deltas of every project that has some."""
    with connections["admin"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT project_id FROM memories_termdelta")
        projects = [project_id for (project_id,) in cursor.fetchall()]
    for project_id in projects:
        fold(project_id)


def fold(project_id: UUID) -> None:
    """Move up to 2,000 deltas of a project into its table, in one transaction."""
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH taken AS (
              DELETE FROM memories_termdelta WHERE project_id = %(project)s AND id IN (
                SELECT id FROM memories_termdelta WHERE project_id = %(project)s
                 ORDER BY id LIMIT 2000 FOR UPDATE SKIP LOCKED)
              RETURNING documents, terms
            ), counted AS (
              SELECT term, sum(documents) AS documents
                FROM taken, unnest(terms) AS term GROUP BY term
            )
            INSERT INTO memories_termfrequency (project_id, term, documents)
            SELECT %(project)s, term, documents FROM counted
            ON CONFLICT (project_id, term)
            DO UPDATE SET documents = memories_termfrequency.documents + excluded.documents
            """,
            {"project": project_id},
        )
