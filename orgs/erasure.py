"""Erasing a project or an organization: every row of it, in every app.

Which tables hold rows of a project is read from Django's registry, so a new model
cannot be forgotten. Keys go first, in a transaction of their own, so that nothing
new arrives; then the rows of big tables, some at a time. The project's row is locked
before the last of them, so that whatever is still being written fails instead of
surviving. What became of it stands in the ledger (`orgs.custody`).
"""

from __future__ import annotations

import datetime as dt
import logging
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from mem0.exceptions import Mem0Error
from orgs import audit, hooks
from orgs.custody import holds, ledger
from orgs.custody.catalogue import tables
from orgs.custody.ledger import Asked, Subject
from orgs.custody.models import Erasure, State
from orgs.models import ApiKey, Organization, Project
from orgs.tenancy import ProjectOwned, tenant

logger = logging.getLogger(__name__)

BATCH = 5_000
"""Rows one transaction deletes, before the last one takes what is left."""
OUTLIVES = frozenset({"memories_graphchange", "memories_indexerasure"})
"""Ids of projects that another store has yet to forget; each row goes when it has."""


def owned_models() -> list[type[models.Model]]:
    """Every model whose rows belong to a project, keys first."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, ProjectOwned)
    ]
    return sorted(found, key=lambda model: model is not ApiKey)


def erase_project(project: Project, asked: Asked | None = None) -> Erasure:
    """Delete a project and all that is in it; the line of the ledger that says so."""
    named = Subject(project.pk, "project", str(project.pk), project.organization_id)
    with tenant(project):
        holds.refuse_all(project.pk)
        line = ledger.open_line(named, asked or Asked())
        ledger.count(line, "orgs_apikey", project.api_keys.all().delete()[0])
    for model in (each for each in owned_models() if not each._meta.related_objects):  # noqa: SLF001  public in all but name
        while _delete(line, model, project.pk, BATCH):
            pass
    with tenant(project):
        Project.objects.select_for_update().filter(pk=project.pk).first()
        for told in hooks.erased:
            told(project.pk)
        for model in owned_models():
            _delete(line, model, project.pk)
        Project.objects.filter(pk=project.pk).delete()
        ledger.swept(line)
        audit.record(
            audit.Act.PROJECT_DELETED,
            project=project,
            about=("project", project.pk),
            name=project.name,
            receipt=line.pk,
        )
    confirm(line)
    return line


def _delete(
    line: Erasure, model: type[models.Model], project_id: UUID, most: int | None = None
) -> int:
    """Delete rows of a project, all or some; how many. What others point at can only
    go with those, so it is left for the last transaction."""
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    some = f"SELECT ctid FROM {table} WHERE project_id = %(project)s LIMIT %(most)s"  # noqa: S608  our own names
    chosen = "" if most is None else f"AND ctid = ANY(ARRAY({some}))"
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE project_id = %(project)s {chosen}",  # noqa: S608  our own names
            {"project": project_id, "most": most},
        )
        rows = int(cursor.rowcount)
        ledger.count(line, model._meta.db_table, rows)  # noqa: SLF001
    return rows


def confirm(line: Erasure) -> None:
    """Look for what is left of a project, here and in the stores outside, and write
    the receipt. A store that cannot answer yet is asked again by `confirm_pending`."""
    try:
        stores = {name: ask(line.tenant_id) for name, ask in hooks.confirmers.items()}
    except Mem0Error as exc:
        logger.warning("Erasure %s is not confirmed yet: %s", line.pk, exc.message)
        return
    with tenant(line.tenant_id):
        found = left_of(line.tenant_id)
        ledger.close(line, checked=len(tables()), found=found, stores=stores)


def confirm_pending() -> int:
    """Confirm erasures of projects that wait for a store; how many there were."""
    waiting = Erasure.objects.using("admin").filter(
        kind="project",
        state=State.VERIFYING,
        swept_at__lt=timezone.now() - dt.timedelta(minutes=1),
    )
    found = list(waiting[:100])
    for line in found:
        line._state.db = "default"  # noqa: SLF001  written by the tenant, not by all
        confirm(line)
    return len(found)


def left_of(project_id: UUID) -> dict[str, int]:
    """Rows of a project by table, inside its tenant."""
    counts = {}
    with connection.cursor() as cursor:
        for name in tables().keys() - OUTLIVES:
            cursor.execute(
                f"SELECT count(*) FROM {name} WHERE project_id = %s",  # noqa: S608  names of the catalogue
                [project_id],
            )
            (counts[name],) = cursor.fetchone()
    return {name: count for name, count in counts.items() if count}


def erase_organization(organization: Organization, asked: Asked | None = None) -> None:
    """Delete an organization and all its projects; people keep their accounts."""
    for project in organization.projects.all():
        with tenant(project):
            holds.refuse_all(project.pk)
    # If this is interrupted, what is left is closed and can be erased again.
    Organization.objects.filter(pk=organization.pk).update(suspended_at=timezone.now())
    for project in organization.projects.all():
        erase_project(project, asked)
    key = organization.pk
    with tenant(key):
        line = ledger.open_line(
            Subject(key, "organization", str(key), key), asked or Asked()
        )
        _, gone = Organization.objects.filter(pk=key).delete()
        for model, rows in gone.items():
            ledger.count(line, model, rows)
        left = Organization.objects.filter(pk=key).count()
        ledger.close(
            line,
            checked=len(gone),
            found={"orgs_organization": left} if left else {},
            stores={},
        )
        audit.record(
            audit.Act.ORGANIZATION_DELETED,
            organization=organization,
            about=("organization", key),
            name=organization.name,
            receipt=line.pk,
        )
