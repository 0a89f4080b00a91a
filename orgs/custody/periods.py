"""How long each project keeps what is recorded beside its memories.

Whatever deletes old rows across tenants asks here for whom another rule holds than the
deployment's: nothing goes where something is under a legal hold, and a project with a
period of its own is looked at by itself. Read on the admin connection.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.db import connections
from django.utils import timezone

from orgs.custody.models import RetentionPeriods
from orgs.models import Project
from orgs.tenancy import tenant

Kind = Literal["events", "requests", "deliveries", "exports"]
KINDS: tuple[Kind, ...] = ("events", "requests", "deliveries", "exports")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Projects the deployment's period is not for: `held` ones, and those with days of
    their own, which are none of the former."""

    held: frozenset[UUID]
    own: dict[UUID, int] = field(default_factory=dict)

    @property
    def skipped(self) -> list[UUID]:
        """All of them, for `project_id <> ALL(…)`."""
        return [*self.held, *self.own]

    def ends(
        self, now: dt.datetime | None = None
    ) -> Iterator[tuple[UUID, dt.datetime]]:
        """Each project with days of its own, and before when its rows are too old."""
        now = now or timezone.now()
        for project_id, days in self.own.items():
            yield project_id, now - dt.timedelta(days=days)


def exceptions(kind: Kind | None = None) -> Exceptions:
    """For whom another period holds; without a kind only who is held."""
    with connections["admin"].cursor() as cursor:
        cursor.execute("SELECT project_id FROM custody_hold WHERE lifted_at IS NULL")
        held = frozenset(project_id for (project_id,) in cursor.fetchall())
        if kind is None:
            return Exceptions(held)
        cursor.execute(
            f"SELECT project_id, {kind}_days FROM custody_retentionperiods "  # noqa: S608  one of our words
            f"WHERE {kind}_days IS NOT NULL"
        )
        own = {key: days for key, days in cursor.fetchall() if key not in held}
    return Exceptions(held, own)


def of(project: Project) -> RetentionPeriods:
    """A project's own periods; unsaved where it chose none."""
    with tenant(project):
        found: RetentionPeriods | None = project.retention_periods.first()
    return found or RetentionPeriods(project=project)
