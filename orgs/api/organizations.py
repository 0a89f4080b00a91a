"""Organizations and their members, as far as a project's key may see and change them.

A key sees its own organization. Every other one, existing or not, is the same 404.
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from orgs import auth, erasure, members, representations, services
from orgs.api.base import ProjectAPIView
from orgs.custody.api import asked_by
from orgs.members import Actor
from orgs.models import Organization, Role, User
from orgs.refusals import NO_ORGANIZATION, missing, unauthorized
from orgs.roles import Action, allows, organization_role
from orgs.serializers import MemberRequest, NameRequest, PersonRequest


class OrganizationAPIView(ViewSetMixin, ProjectAPIView):
    """What the views of an organization share: which one, and what the key is there."""

    no_such = NO_ORGANIZATION

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The organization of the path must be the key's own."""
        super().initial(request, *args, **kwargs)
        asked = kwargs.get("org_id")
        if asked is not None and asked.lower() != str(self.project.organization_id):
            raise missing(self.no_such)

    @property
    def organization(self) -> Organization:
        """As it is now: the key's copy may be a few seconds old."""
        found = Organization.objects.filter(pk=self.project.organization_id).first()
        if found is None:
            raise missing(self.no_such)
        return found

    @property
    def role(self) -> Role:
        """What the key is in its organization."""
        return organization_role(self.project, self.credential.created_by_id)

    @property
    def person(self) -> User | None:
        """Who made the key, if somebody did and is still there."""
        maker = self.credential.created_by_id
        return User.objects.filter(pk=maker, is_active=True).first() if maker else None

    @property
    def actor(self) -> Actor:
        """Who changes a membership."""
        return Actor(self.credential.created_by_id, self.role)

    def require(self, action: Action, message: str = "Unauthorized") -> None:
        """Raises a 403 with the message unless the key's role allows the action."""
        if not allows(self.role, action):
            raise unauthorized(message)


class OrganizationViewSet(OrganizationAPIView):
    """The key's own organization."""

    def list(self, request: Request) -> Response:
        """One organization: a key belongs to one."""
        return Response([representations.organization(self.organization, self.role)])

    def create(self, request: Request) -> Response:
        """A new organization of the person who made the key."""
        asked = self.validated(NameRequest)
        owner = self.person
        if owner is None:
            raise unauthorized()
        made = services.create_organization(
            name=asked["name"], owner=owner, plan="free"
        )
        message = "Organization created successfully."
        return Response({"message": message, "org_id": str(made.pk)}, status=201)

    def retrieve(self, request: Request, org_id: str) -> Response:
        """The organization with its members."""
        return Response(representations.organization(self.organization, self.role))

    def destroy(self, request: Request, org_id: str) -> Response:
        """Delete it with all its projects."""
        self.require(Action.DELETE_ORGANIZATION)
        organization = self.organization
        projects = list(organization.projects.values_list("pk", flat=True))
        erasure.erase_organization(organization, asked_by(self))
        for project_id in projects:
            auth.forget(project_id)
        return Response({"message": "Organization deleted successfully!"})


class OrganizationMemberViewSet(OrganizationAPIView):
    """Who belongs to the organization."""

    def list(self, request: Request, org_id: str) -> Response:
        """Everybody, with their roles."""
        found = self.organization.memberships.select_related("user")
        people = [
            representations.member(each.user, each.role)
            for each in found.order_by("created_at")
        ]
        return Response({"members": people})

    def create(self, request: Request, org_id: str) -> Response:
        """Add somebody; an address without an account is invited."""
        asked = self.validated(MemberRequest)
        self.require(Action.MANAGE_MEMBERS)
        members.add_to_organization(self.organization, self.actor, **asked)
        return Response({"message": "User added to the organization."}, status=201)

    def update(self, request: Request, org_id: str) -> Response:
        """Give somebody another role."""
        asked = self.validated(MemberRequest)
        self.require(Action.MANAGE_MEMBERS)
        members.change_role(self.organization, self.actor, **asked)
        return Response({"message": "User role updated successfully"})

    def destroy(self, request: Request, org_id: str) -> Response:
        """Remove somebody; the address comes in the body, or in the query."""
        asked = self.validated(PersonRequest, given(request))
        self.require(Action.MANAGE_MEMBERS)
        members.remove_from_organization(self.organization, self.actor, **asked)
        return Response({"message": "User removed from organization."})


def given(request: Request) -> dict[str, Any]:
    """The parameters of a DELETE, which clients send in the body or in the query."""
    return {**request.query_params.dict(), **dict(request.data)}
