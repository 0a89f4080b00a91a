"""Membership: who belongs to an organization or a project, and in what role.

Whoever is added by an address without an account becomes an invited person: an
inactive account that the first sign-in with a code sent to that address opens. An
organization that has owners keeps at least one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orgs import audit, links, mails
from orgs.models import (
    Membership,
    Organization,
    Project,
    ProjectMembership,
    Role,
    User,
)
from orgs.refusals import invalid, missing, unauthorized
from orgs.roles import rank
from orgs.tenancy import tenant


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes a membership: a person, if a key has one, and their role."""

    user_id: UUID | None
    role: Role


def add_to_organization(
    organization: Organization, actor: Actor, *, email: str, role: Role
) -> Membership:
    """A new member. Raises a 400 for oneself and for members, a 403 for a role above
    the actor's."""
    _check_grant(actor, role)
    user = _person(email)
    _check_other(actor, user)
    with transaction.atomic():
        made, created = Membership.objects.get_or_create(
            organization=organization, user=user, defaults={"role": role}
        )
        if not created:
            raise invalid("The user is already a member of the organization.")
        _record(audit.Act.MEMBER_ADDED, organization, user.pk, role=role)
    if user.invited_at:
        mails.invite(user.email, organization.name, links.to_account(user))
    return made


def change_role(
    organization: Organization, actor: Actor, *, email: str, role: Role
) -> None:
    """Another role. The last owner stays owner."""
    with transaction.atomic():
        found = _membership(organization, email)
        _check_grant(actor, Role(found.role))
        _check_grant(actor, role)
        if role != Role.OWNER:
            _check_last_owner(found)
        was, found.role = found.role, role
        found.save(update_fields=["role", "updated_at"])
        _record(
            audit.Act.MEMBER_ROLE_CHANGED,
            organization,
            found.user_id,
            role=role,
            was=was,
        )


def remove_from_organization(
    organization: Organization, actor: Actor, *, email: str
) -> None:
    """No longer a member, of its projects neither. The last owner stays."""
    with transaction.atomic():
        found = _membership(organization, email)
        _check_grant(actor, Role(found.role))
        _check_last_owner(found)
        found.delete()
        _record(audit.Act.MEMBER_REMOVED, organization, found.user_id, was=found.role)
    for project in organization.projects.all():
        with tenant(project):
            project.memberships.filter(user_id=found.user_id).delete()


def hand_over(organization: Organization, actor: Actor, *, email: str) -> None:
    """Another member becomes owner, the one who hands over an administrator."""
    with transaction.atomic():
        found = _membership(organization, email)
        if actor.role != Role.OWNER or actor.user_id is None:
            raise unauthorized()
        if found.user_id == actor.user_id:
            raise invalid("Hand the organization over to somebody else.")
        found.role = Role.OWNER
        found.save(update_fields=["role", "updated_at"])
        organization.memberships.filter(user_id=actor.user_id).update(role=Role.ADMIN)
        _record(audit.Act.ORGANIZATION_HANDED_OVER, organization, found.user_id)


def add_to_project(project: Project, actor: Actor, *, email: str, role: Role) -> None:
    """A new member of a project; who is new to the organization may read there."""
    _check_project_grant(actor, role)
    user = _person(email)
    _check_other(actor, user)
    Membership.objects.get_or_create(
        organization_id=project.organization_id,
        user=user,
        defaults={"role": Role.READER},
    )
    with tenant(project):
        _, created = project.memberships.get_or_create(
            user=user, defaults={"role": role}
        )
        if not created:
            raise invalid("The user is already a member of the project.")
        _record(audit.Act.MEMBER_ADDED, project, user.pk, role=role)
    if user.invited_at:
        mails.invite(user.email, project.name, links.to_account(user))


def change_project_role(
    project: Project, actor: Actor, *, email: str, role: Role
) -> None:
    """Another role in the project."""
    _check_project_grant(actor, role)
    with tenant(project):
        found = _project_membership(project, email)
        was, found.role = found.role, role
        found.save(update_fields=["role", "updated_at"])
        _record(
            audit.Act.MEMBER_ROLE_CHANGED, project, found.user_id, role=role, was=was
        )


def remove_from_project(project: Project, *, email: str) -> None:
    """No longer a member of the project; of the organization still."""
    with tenant(project):
        found = _project_membership(project, email)
        found.delete()
        _record(audit.Act.MEMBER_REMOVED, project, found.user_id, was=found.role)


def of_project(project: Project) -> list[tuple[User, Role]]:
    """Everybody who belongs to the project: its own members and the organization's,
    whose owners and administrators own each project."""
    found: dict[UUID, tuple[User, Role]] = {}
    for member in project.organization.memberships.select_related("user"):
        role = Role(member.role)
        leads = role in {Role.OWNER, Role.ADMIN}
        found[member.user_id] = (member.user, Role.OWNER if leads else role)
    with tenant(project):
        own = list(project.memberships.select_related("user"))
    for place in own:
        _, role = found.get(place.user_id, (place.user, Role.READER))
        found[place.user_id] = (place.user, max(role, Role(place.role), key=rank))
    return sorted(found.values(), key=lambda pair: pair[0].email)


def _person(email: str) -> User:
    """The account of an address, or an invited one."""
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user
    return User.objects.create_user(email, is_active=False, invited_at=timezone.now())


def _membership(organization: Organization, email: str) -> Membership:
    # Whoever changes the members of an organization does so alone: two owners who
    # remove each other at once would leave none.
    Organization.objects.select_for_update().get(pk=organization.pk)
    found = organization.memberships.filter(user__email=email).first()
    if found is None:
        raise missing("User not found in the organization.")
    return found


def _project_membership(project: Project, email: str) -> ProjectMembership:
    rows = project.memberships.select_for_update(of=("self",))
    found: ProjectMembership | None = rows.filter(user__email=email).first()
    if found is None:
        raise missing("User not found in the project.")
    return found


def _record(
    act: audit.Act, where: Organization | Project, user_id: UUID, **details: Any
) -> None:
    """What happened to somebody's place in an organization or a project."""
    project = where if isinstance(where, Project) else None
    whose = where.organization_id if isinstance(where, Project) else where.pk
    audit.record(
        act, organization=whose, project=project, about=("account", user_id), **details
    )


def _check_last_owner(found: Membership) -> None:
    owners = found.organization.memberships.filter(role=Role.OWNER)
    if found.role == Role.OWNER and owners.count() == 1:
        raise invalid("The last owner of an organization cannot be removed.")


def _check_grant(actor: Actor, role: Role) -> None:
    if rank(role) > rank(actor.role):
        raise unauthorized()


def _check_project_grant(actor: Actor, role: Role) -> None:
    # In a project an administrator leads: OWNER is theirs to give.
    if rank(actor.role) < rank(Role.ADMIN) and rank(role) > rank(actor.role):
        raise unauthorized("Unauthorized to modify project members.")


def _check_other(actor: Actor, user: User) -> None:
    if actor.user_id is not None and user.pk == actor.user_id:
        raise invalid("You cannot invite yourself.")
