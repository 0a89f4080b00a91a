"""Row-level security: the statements that make a table answer to one tenant only.

The policy binds everybody but superusers and roles with BYPASSRLS, the owner of
the table included (FORCE). `nullif` because a setting that was local to an ended
transaction reads as '' afterwards; the sub-select makes the planner read it once.
"""

from __future__ import annotations

from django.db import connections
from django.db.migrations import RunSQL

TENANT = "(SELECT nullif(current_setting('app.project_id', true), '')::uuid)"


def enable_statements(table: str, column: str = "project_id") -> list[str]:
    """What closes a table to other tenants, by the column that names the tenant."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {table} "
        f"USING ({column} = {TENANT}) WITH CHECK ({column} = {TENANT})",
    ]


def enable(table: str, column: str = "project_id") -> RunSQL:
    """The same as a migration operation, which can be reversed."""
    return RunSQL(
        [*enable_statements(table, column)],
        [
            f"DROP POLICY tenant ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def grant_statements() -> list[str]:
    """What the owner grants: rows to the application and the admin role, no DDL."""
    roles = {connections[alias].settings_dict["USER"] for alias in ("default", "admin")}
    roles -= {connections["owner"].settings_dict["USER"], ""}
    statements = []
    for role in sorted(roles):
        quoted = connections["owner"].ops.quote_name(role)
        statements += [
            f"GRANT USAGE ON SCHEMA public TO {quoted}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {quoted}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
            f"GRANT USAGE, SELECT ON SEQUENCES TO {quoted}",
        ]
    return statements


def exposed_tables() -> list[str]:
    """Tables with a `project_id` that no forced policy protects; must be empty."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'project_id'
             WHERE c.relkind IN ('r', 'p') AND NOT a.attisdropped
               AND c.relnamespace = 'public'::regnamespace
               AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
             ORDER BY 1
            """
        )
        return [name for (name,) in cursor.fetchall()]
