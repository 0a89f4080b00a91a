"""An erasure at hand, and the SQL in which its traces are looked for.

A trace is a column or a field of JSON that names the entity, or any text that names an
id of something that was theirs: a memory, a message, an event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from orgs.custody.catalogue import Table
from orgs.models import Project

BATCH = 1_000
"""Rows one transaction takes at most."""
UUIDS = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
PAIRS = (("type", "name"), ("kind", "name"), ("entity_type", "entity_id"))
"""Columns that name an entity together."""
HAD = (
    ("memories_memory", "id", "recorded_at"),
    ("memories_history", "memory_id", "recorded_at"),
    ("memories_message", "id", "recorded_at"),
    ("memories_event", "id", "created_at"),
)
"""What somebody has that others may name: table, id, time."""


@dataclass(frozen=True, slots=True)
class Work:
    """Whom to erase of a project, and what came to be up to `before`."""

    project: Project
    erasure_id: UUID
    kind: str
    name: str
    before: dt.datetime
    job_id: UUID | None = None

    @property
    def column(self) -> str:
        """The column of a scope that has the name."""
        return f"{self.kind}_id"

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of every statement."""
        return {
            "project": self.project.pk,
            "erasure": self.erasure_id,
            "kind": self.kind,
            "name": self.name,
            "json": orjson.dumps({"name": self.name}).decode(),
            "before": self.before,
            "most": BATCH,
        }

    def about(self, table: Table) -> str:
        """Rows that name the entity itself; SQL for the alias `t`."""
        columns = table.columns
        named = []
        if columns.get(self.column) in ("text", "varchar"):  # a person's is a UUID
            named.append(f"t.{self.column} = %(name)s")
        for kind, name in PAIRS:
            if {kind, name} <= columns.keys():
                named.append(f"(t.{kind} = %(kind)s AND t.{name} = %(name)s)")
        if {"entity_type", "entity_ids"} <= columns.keys():
            named.append("(t.entity_type = %(kind)s AND %(name)s = ANY(t.entity_ids))")
        named += [self._written(column) for column in table.documents]
        if not named:
            return "false"
        grown = f"t.{table.moment} <= %(before)s" if table.moment else "true"
        return f"({grown} AND ({' OR '.join(named)}))"

    def _written(self, column: str) -> str:
        """JSON that names the entity under its key, however deep."""
        also = ("entity_id", "entity_ids") if self.kind == "user" else ()
        found = [
            f"jsonb_path_exists(t.{column}, '$.**.{key}.** ? (@ == $name)', "
            "%(json)s::jsonb, true)"
            for key in (self.column, *also)
        ]
        return f"({' OR '.join(found)})"

    def mentions(self, table: Table) -> str:
        """Rows that name something the entity had; SQL for the alias `t`."""
        if not table.readable:
            return "false"
        return (
            f"EXISTS (SELECT 1 FROM regexp_matches({table.text()}, '{UUIDS}', 'g') m "  # noqa: S608  names of the catalogue
            "JOIN custody_erasedref r ON r.project_id = %(project)s "
            "AND r.erasure_id = %(erasure)s AND r.ref = m[1]::uuid)"
        )


def run(sql: str, values: Mapping[str, Any]) -> int:
    """Carry out a statement; how many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def keys(sql: str, values: Mapping[str, Any]) -> list[Any]:
    """The first column of what a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def mark(work: Work) -> None:
    """Note the ids of everything the entity has, in the tenant's open transaction."""
    for table, key, moment in HAD:
        run(
            "INSERT INTO custody_erasedref (project_id, erasure_id, ref) "  # noqa: S608  our own names
            f"SELECT DISTINCT %(project)s::uuid, %(erasure)s::uuid, {key} FROM {table} "
            f"WHERE project_id = %(project)s AND {work.column} = %(name)s "
            f"AND {moment} <= %(before)s ON CONFLICT DO NOTHING",
            work.values,
        )


def mark_more(work: Work, ids: Iterable[UUID]) -> None:
    """Note ids of what goes for their sake, so that what names it goes as well."""
    run(
        "INSERT INTO custody_erasedref (project_id, erasure_id, ref) "
        "SELECT %(project)s::uuid, %(erasure)s::uuid, unnest(%(ids)s::uuid[]) "
        "ON CONFLICT DO NOTHING",
        {**work.values, "ids": list(ids)},
    )


def unmark(work: Work) -> None:
    """Forget the ids: nothing names them any more."""
    run(
        "DELETE FROM custody_erasedref "
        "WHERE project_id = %(project)s AND erasure_id = %(erasure)s",
        work.values,
    )
