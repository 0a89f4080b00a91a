"""Every table that holds something of a project, as the database itself knows it.

Whatever looks for traces reads the catalogue, so a table that is added later is
looked at without a word here.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from django.db import connections

READABLE = ("uuid", "text", "varchar", "bpchar", "jsonb", "_uuid", "_text", "_varchar")
"""Types in which a name, an id or a text can stand."""
MOMENTS = ("recorded_at", "created_at", "said_at")
"""Columns that say when a row came to be, the best first."""

COLUMNS = """
SELECT c.relname, a.attname, t.typname
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
   AND NOT c.relispartition
   AND EXISTS (SELECT 1 FROM pg_attribute p WHERE p.attrelid = c.oid
                AND p.attname = 'project_id' AND NOT p.attisdropped)
 ORDER BY c.relname, a.attnum
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a `project_id`, and its columns by type."""

    name: str
    columns: dict[str, str]

    @property
    def readable(self) -> list[str]:
        """Columns that can say something of somebody, but the tenant's own id."""
        return [
            name
            for name, kind in self.columns.items()
            if kind in READABLE and name != "project_id"
        ]

    @property
    def documents(self) -> list[str]:
        """Columns of JSON."""
        return [name for name, kind in self.columns.items() if kind == "jsonb"]

    @property
    def moment(self) -> str | None:
        """The column that says when a row came to be."""
        return next((name for name in MOMENTS if name in self.columns), None)

    def text(self, alias: str = "t") -> str:
        """An SQL expression: everything readable in a row, as one text."""
        parts = ", ".join(f'{alias}."{name}"::text' for name in self.readable)
        return f"concat_ws(' ', {parts})"


@functools.cache
def tables() -> dict[str, Table]:
    """The tables by name. Read once: a schema changes with a new version only."""
    found: dict[str, dict[str, str]] = {}
    with connections["default"].cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, kind in cursor.fetchall():
            found.setdefault(table, {})[column] = kind
    return {name: Table(name, columns) for name, columns in found.items()}
