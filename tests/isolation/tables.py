"""Which tables belong to tenants, and what one tenant has in them.

Read on the admin connection, which sees everybody, from the database's own
catalogue: a new table is among them without a word here.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connections

WITH_PROJECT = """
SELECT c.relname FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'project_id'
 WHERE c.relkind IN ('r', 'p') AND NOT a.attisdropped
   AND c.relnamespace = 'public'::regnamespace {more}
 ORDER BY 1
"""


def tenant_tables(*, partitions: bool = True) -> list[str]:
    """Names of the tables with a `project_id`."""
    more = "" if partitions else "AND NOT c.relispartition"
    with connections["admin"].cursor() as cursor:
        cursor.execute(WITH_PROJECT.format(more=more))
        return [name for (name,) in cursor.fetchall()]


def fingerprint(project_id: UUID) -> dict[str, tuple[int, str]]:
    """For each table how many rows the project has, and a digest that changes with
    every write to one of them, also with one that changes nothing."""
    each = (
        f"SELECT '{table}', count(*), coalesce(md5(string_agg("  # noqa: S608  a name of the catalogue
        f"t.xmin::text || t::text, '|' ORDER BY t::text)), '') "
        f"FROM {table} t WHERE project_id = %(project)s"
        for table in tenant_tables(partitions=False)
    )
    with connections["admin"].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), {"project": project_id})
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}
