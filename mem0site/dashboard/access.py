"""Where a signed-in person stands, and what they may do there.

Every page asks here and nowhere else. What a role allows is `orgs.roles.TABLE`, which
the API asks as well. Whatever a person has no part in does not exist for them (404).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import Http404

from orgs.members import Actor
from orgs.models import Membership, Organization, Project, Role, User
from orgs.roles import ORGANIZATION_ACTIONS, Action, allows, rank
from orgs.tenancy import tenant


@dataclass(frozen=True)
class Place:
    """A person in an organization, perhaps in one of its projects."""

    user: User
    organization: Organization
    organization_role: Role
    project: Project | None = None
    role: Role = Role.READER
    """The one in the project, or in the organization when there is no project."""

    def may(self, action: Action) -> bool:
        """Whether the person may do this here. A suspended organization is read only."""
        if self.organization.suspended_at and action is not Action.READ:
            return False
        organizational = action in ORGANIZATION_ACTIONS
        return allows(self.organization_role if organizational else self.role, action)

    @property
    def actor(self) -> Actor:
        """The person as `orgs.members` wants to know them."""
        return Actor(self.user.pk, self.organization_role)

    @cached_property
    def projects(self) -> list[Project]:
        """The organization's projects, for the switch."""
        return list(self.organization.projects.order_by("created_at"))

    @cached_property
    def organizations(self) -> list[Organization]:
        """Every organization the person belongs to, for the switch."""
        return list(self.user.organizations.order_by("created_at"))


def enter(user: User, organization_id: UUID, project_id: UUID | None = None) -> Place:
    """The place of these ids. Raises `Http404` where the person has no part in it."""
    membership = (
        Membership.objects.select_related("organization")
        .filter(user=user, organization_id=organization_id)
        .first()
    )
    if membership is None:
        raise Http404
    organization, role = membership.organization, Role(membership.role)
    if project_id is None:
        return Place(user, organization, role, None, role)
    project = organization.projects.filter(pk=project_id).first()
    if project is None:
        raise Http404
    project.organization = organization
    return Place(user, organization, role, project, role_in(project, user, role))


def role_in(project: Project, user: User, organization_role: Role) -> Role:
    """The higher of the two roles; an administrator leads every project anyway."""
    if rank(organization_role) >= rank(Role.ADMIN):
        return organization_role
    with tenant(project):
        own = project.memberships.filter(user=user).first()
    roles: Iterable[Role] = [organization_role, *([Role(own.role)] if own else [])]
    return max(roles, key=rank)
