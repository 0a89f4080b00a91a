"""What those who run the server look at and change in the admin site.

Looking at a row is an entry of the organization whose it is, so that its administrators
can see it; looking at a list of everybody's rows is one of the platform's log.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from orgs.audit.acts import Act
from orgs.audit.recording import Object, record
from orgs.models import Organization, Project


def viewed(row: Model) -> None:
    """Somebody of the staff looked at a row."""
    _record(Act.STAFF_VIEWED, row)


def listed(model: type[Model]) -> None:
    """Somebody of the staff looked at a list."""
    record(Act.STAFF_VIEWED, about=(_kind(model), ""))


def saved(row: Model, changed: Iterable[Any], *, added: bool = False) -> None:
    """A row was made or changed; `changed` are names of fields."""
    names = [str(name) for name in changed]
    _record(Act.STAFF_ADDED if added else Act.STAFF_CHANGED, row, fields=names)


def deleted(row: Model) -> None:
    """A row is about to be deleted."""
    _record(Act.STAFF_DELETED, row)


def ran(model: type[Model], action: str, form: Any) -> None:
    """An action was run over chosen rows."""
    if action:
        chosen = form.getlist("_selected_action")
        record(Act.STAFF_RAN, about=(_kind(model), ""), ran=action, rows=chosen)


def _record(act: Act, row: Model, **details: Any) -> None:
    organization_id, project_id = _place(row)
    about: Object = (_kind(type(row)), row.pk)
    record(
        act, organization=organization_id, project=project_id, about=about, **details
    )


def _kind(model: type[Model]) -> str:
    name = str(model._meta.model_name)  # noqa: SLF001  public in all but name
    return {"user": "account", "apikey": "key"}.get(name, name)


def _place(row: Any) -> tuple[UUID | None, UUID | None]:
    """The organization and the project a row belongs to, if it belongs to one."""
    if isinstance(row, Organization):
        return row.pk, None
    project = row if isinstance(row, Project) else getattr(row, "project", None)
    if isinstance(project, Project):
        return project.organization_id, project.pk
    return getattr(row, "organization_id", None), None
