"""Profiles that no longer say what is known: flagged when read, made anew by themselves.

A profile is stale when a memory of its user was added, changed, closed or deleted after
it was made, or when the project's schema has changed since.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connections

from memories import profile_runs
from memories.models_exports import Profile, ProfileSettings
from memories.profile_settings import read
from orgs.models import Project
from orgs.tenancy import tenant

CHANGES = (
    "ADD",
    "UPDATE",
    "DELETE",
    "SUPERSEDE",
    "MERGE",
    "RETRACT",
    "RESTORE",
    "DISPUTE",
)
"""What makes a profile out of date; a confirmation does not."""
MOST_USERS = 50
"""Users of one refresh; the others follow with the next."""

DUE = """
SELECT p.project_id, p.entity_id
  FROM memories_profile p JOIN memories_profilesettings s USING (project_id)
 WHERE s.enabled AND s.schema IS NOT NULL AND p.entity_type = 'user'
   AND p.completed_at < now() - s.refresh_hours * interval '1 hour'
   AND (p.schema IS DISTINCT FROM s.schema OR p.memory_count <> (
          SELECT count(*) FROM memories_memory m WHERE m.project_id = p.project_id
             AND m.user_id = p.entity_id AND m.state = 'active')
        OR EXISTS (
          SELECT 1 FROM memories_memory m WHERE m.project_id = p.project_id
             AND m.user_id = p.entity_id
             AND greatest(m.recorded_at, m.updated_at, m.closed_at) > p.completed_at))
 ORDER BY p.completed_at LIMIT 1000
"""


def is_stale(project: Project, row: Profile, settings: ProfileSettings) -> bool:
    """Whether more is known of the user than the profile was made of."""
    if row.completed_at is None:
        return False
    if row.data is not None and row.schema != (settings.schema or {}):
        return True
    with tenant(project):
        # Ids are in the order of time, so the newest are found without reading the rest.
        since = project.history.filter(pk__gte=_first_id(row.completed_at))
        of_user = since.filter(
            user_id=row.entity_id, event__in=CHANGES, recorded_at__gt=row.completed_at
        )
        return bool(of_user.exists())


def refresh_due() -> int:
    """Start making the profiles anew that went stale long enough ago; how many."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(DUE)
        due = cursor.fetchall()
    wanted: dict[UUID, list[str]] = {}
    for project_id, entity_id in due:
        wanted.setdefault(project_id, []).append(entity_id)
    return sum(
        _refresh(project, wanted[project.pk])
        for project in Project.objects.filter(pk__in=wanted)
    )


def _refresh(project: Project, entity_ids: list[str]) -> int:
    settings = read(project)
    with tenant(project):
        rows = list(
            project.profiles.filter(entity_type="user", entity_id__in=entity_ids)
        )
    stale = [row.entity_id for row in rows if is_stale(project, row, settings)]
    return profile_runs.refresh(project, stale[:MOST_USERS])


def _first_id(moment: dt.datetime) -> UUID:
    """The least UUIDv7 of a moment (RFC 9562: 48 bits of Unix milliseconds first)."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
