"""Projects: the list of the organization's, and the key's own with its settings.

A key opens one project. Of the organization's others it learns that they exist; by
id they are the same 404 as projects of strangers.
"""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from orgs import auth, erasure, members, representations, services
from orgs.api.organizations import OrganizationAPIView, given
from orgs.custody.api import asked_by
from orgs.members import Actor
from orgs.models import Project, Role
from orgs.refusals import NO_PROJECT, invalid, missing, unauthorized
from orgs.roles import Action, allows, project_role
from orgs.serializers import (
    MemberRequest,
    NameRequest,
    PersonRequest,
    ProjectUpdate,
)

_UPDATE_REFUSED = "Unauthorized to modify this project."
_MEMBERS_REFUSED = "Unauthorized to modify project members."


class ProjectListViewSet(OrganizationAPIView):
    """The projects of the key's organization."""

    no_such = NO_PROJECT

    def list(self, request: Request, org_id: str) -> Response:
        """Every project: the key's own in full, of the others that they exist."""
        own = self.project.pk
        role = project_role(self.project, self.credential.created_by_id)
        return Response(
            [
                representations.project(each, role)
                if each.pk == own
                else representations.summary(each)
                for each in self.organization.projects.select_related("organization")
            ]
        )

    def create(self, request: Request, org_id: str) -> Response:
        """A new project, empty, without keys."""
        self.require(
            Action.CREATE_PROJECT,
            "Unauthorized to create projects in this organization.",
        )
        name, description = self._asked()
        made = services.create_project(
            self.organization, name=name, description=description
        )
        message = "Project created successfully."
        return Response({"message": message, "project_id": str(made.pk)}, status=201)

    def _asked(self) -> tuple[str, str]:
        try:
            asked = self.validated(NameRequest)
        except ValidationError as exc:
            raise invalid("Project could not be created.", errors=exc.detail) from exc
        return asked["name"], asked.get("description") or ""


class OwnProjectAPIView(OrganizationAPIView):
    """What the views of the key's own project share."""

    no_such = NO_PROJECT

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The project of the path must be the key's own."""
        super().initial(request, *args, **kwargs)
        if kwargs["project_id"].lower() != str(self.project.pk):
            raise missing(NO_PROJECT)

    @property
    def role(self) -> Role:
        """What the key is in its project."""
        return project_role(self.project, self.credential.created_by_id)

    @property
    def current(self) -> Project:
        """As it is now: the key's copy may be a few seconds old."""
        found = (
            Project.objects.select_related("organization")
            .filter(pk=self.project.pk)
            .first()
        )
        if found is None:
            raise missing(NO_PROJECT)
        return found


class ProjectViewSet(OwnProjectAPIView):
    """The key's own project and its settings."""

    def retrieve(self, request: Request, org_id: str, project_id: str) -> Response:
        """Everything; `fields` is accepted, as by the hosted service, and ignored."""
        return Response(representations.project(self.current, self.role))

    def partial_update(
        self, request: Request, org_id: str, project_id: str
    ) -> Response:
        """Change what is given. This process acts on it at once."""
        changes = self.validated(ProjectUpdate)
        if not allows(self.role, Action.UPDATE_PROJECT):
            raise unauthorized(_UPDATE_REFUSED)
        told = services.update_project(self.current, changes)
        auth.forget(self.project.pk)
        return Response({"message": "Project updated successfully", **told})

    def destroy(self, request: Request, org_id: str, project_id: str) -> Response:
        """Delete the project and all that is in it, this key included."""
        if not allows(self.role, Action.DELETE_PROJECT):
            raise unauthorized(_UPDATE_REFUSED)
        erasure.erase_project(self.current, asked_by(self))
        auth.forget(self.project.pk)
        return Response({"message": "Project and related data deleted successfully."})


class ProjectMemberViewSet(OwnProjectAPIView):
    """Who belongs to the key's own project."""

    def list(self, request: Request, org_id: str, project_id: str) -> Response:
        """Its members and those it has through the organization."""
        people = [
            representations.member(user, role)
            for user, role in members.of_project(self.current)
        ]
        return Response({"members": people})

    def create(self, request: Request, org_id: str, project_id: str) -> Response:
        """Add somebody; an address without an account is invited."""
        asked = self.validated(MemberRequest)
        members.add_to_project(self.project, self._manager(), **asked)
        return Response({"message": "User added to the project successfully."})

    def update(self, request: Request, org_id: str, project_id: str) -> Response:
        """Give somebody another role."""
        asked = self.validated(MemberRequest)
        members.change_project_role(self.project, self._manager(), **asked)
        return Response({"message": "User role updated successfully."})

    def destroy(self, request: Request, org_id: str, project_id: str) -> Response:
        """Remove somebody; the address comes in the query, or in the body."""
        asked = self.validated(PersonRequest, given(request))
        self._manager()
        members.remove_from_project(self.project, **asked)
        return Response({"message": "Member removed from the project"})

    def _manager(self) -> Actor:
        actor = self.actor
        if not allows(actor.role, Action.MANAGE_PROJECT_MEMBERS):
            raise unauthorized(_MEMBERS_REFUSED)
        return actor
