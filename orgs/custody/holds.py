"""Legal holds: nothing in them is deleted until they are lifted.

Every way of deleting asks here, inside the transaction that deletes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from mem0.exceptions import ConflictError, MemoryNotFoundError
from orgs import audit
from orgs.custody.models import Hold
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.tenancy import tenant

UNKNOWN = "No legal hold has this id."


def place(project: Project, kind: str, name: str, reason: str, by: str) -> Hold:
    """Hold a project, or somebody in it."""
    with tenant(project):
        hold: Hold = project.holds.create(
            kind=kind, name=name, reason=reason, set_by=by[:100]
        )
        _record(audit.Act.LEGAL_HOLD_SET, project, hold)
    return hold


def lift(project: Project, key: UUID, by: str) -> Hold:
    """End a hold; again changes nothing. Raises `MemoryNotFoundError`."""
    with tenant(project):
        hold: Hold | None = project.holds.select_for_update().filter(pk=key).first()
        if hold is None:
            raise MemoryNotFoundError(UNKNOWN)
        if hold.lifted_at is None:
            hold.lifted_at, hold.lifted_by = timezone.now(), by[:100]
            hold.save(update_fields=["lifted_at", "lifted_by"])
            _record(audit.Act.LEGAL_HOLD_LIFTED, project, hold)
    return hold


def listed(project: Project, page: Page) -> tuple[list[Hold], int]:
    """A page of holds, newest first, lifted ones too; and how many there are."""
    with tenant(project):
        return part(project.holds.all(), page, by=["id"]), project.holds.count()


def refuse(project_id: UUID, scopes: Iterable[Mapping[str, str]] = ()) -> None:
    """Raise `ConflictError` if the project is held, or one of the scopes (ids by
    `user_id`, …); inside the tenant's transaction."""
    about = {
        (column.removesuffix("_id"), name)
        for scope in scopes
        for column, name in scope.items()
    }
    for hold in active(project_id):
        if not hold.kind or (hold.kind, hold.name) in about:
            raise _held(hold)


def refuse_all(project_id: UUID) -> None:
    """The same for everything of a project: any hold in it counts."""
    for hold in active(project_id):
        raise _held(hold)


def active(project_id: UUID) -> list[Hold]:
    """The holds that stand, oldest first."""
    # The table's wall leaves the rows of this tenant only.
    with tenant(project_id):
        rows = Project(pk=project_id).holds.filter(lifted_at=None)
        return list(rows.order_by("id"))


def about(project: Project, kind: str, name: str) -> list[Hold]:
    """The holds that keep somebody: their own and the project's, oldest first."""
    return [
        hold
        for hold in active(project.pk)
        if not hold.kind or (hold.kind, hold.name) == (kind, name)
    ]


def _held(hold: Hold) -> ConflictError:
    what = f"The {hold.kind} {hold.name}" if hold.kind else "This project"
    # Whose id a person has says nothing; the page of holds says who it is.
    by = "" if hold.set_by.startswith("person ") else f", set by {hold.set_by}"
    msg = (
        f"{what} is under legal hold since {hold.created_at:%Y-%m-%d}{by}: "
        f"{hold.reason}"
    )
    return ConflictError(
        msg,
        error_code="legal_hold",
        details={"hold_id": str(hold.pk)},
        suggestion="Nothing in it can be deleted until the hold is lifted.",
    )


def _record(act: audit.Act, project: Project, hold: Hold) -> None:
    about = ("project", project.pk)
    if hold.kind:
        about = audit.entity(hold.kind, hold.name)
    audit.record(act, project=project, about=about, hold=hold.pk)
