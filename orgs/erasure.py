"""Erasing a project or an organization: every row of it, in every app.

Which tables hold rows of a project is read from Django's registry, so a new model
cannot be forgotten. Keys go first, in a transaction of their own, so that nothing
new arrives; the project's row is locked before the rest, so that whatever is still
being written fails instead of surviving.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from orgs import audit, hooks
from orgs.models import ApiKey, Organization, Project
from orgs.tenancy import ProjectOwned, tenant


def owned_models() -> list[type[models.Model]]:
    """Every model whose rows belong to a project, keys first."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, ProjectOwned)
    ]
    return sorted(found, key=lambda model: model is not ApiKey)


def erase_project(project: Project) -> None:
    """Delete a project and all that is in it."""
    with tenant(project):
        project.api_keys.all().delete()
    with tenant(project), connection.cursor() as cursor:
        Project.objects.select_for_update().filter(pk=project.pk).first()
        for told in hooks.erased:
            told(project.pk)
        for model in owned_models():
            table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  public in all but name
            cursor.execute(
                f"DELETE FROM {table} WHERE project_id = %s",  # noqa: S608  our own names
                [project.pk],
            )
        Project.objects.filter(pk=project.pk).delete()
        audit.record(
            audit.Act.PROJECT_DELETED,
            project=project,
            about=("project", project.pk),
            name=project.name,
        )


def erase_organization(organization: Organization) -> None:
    """Delete an organization and all its projects; people keep their accounts."""
    # If this is interrupted, what is left is closed and can be erased again.
    Organization.objects.filter(pk=organization.pk).update(suspended_at=timezone.now())
    for project in organization.projects.all():
        erase_project(project)
    with transaction.atomic():
        Organization.objects.filter(pk=organization.pk).delete()
        audit.record(
            audit.Act.ORGANIZATION_DELETED,
            organization=organization,
            about=("organization", organization.pk),
            name=organization.name,
        )
