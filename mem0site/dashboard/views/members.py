"""Who belongs to an organization, and who is invited to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404

from mem0site.dashboard import cursors
from mem0site.dashboard.forms.people import InviteForm, grantable
from mem0site.dashboard.pages import OrganizationAction, OrganizationFormPage
from orgs import invitations, members
from orgs.models import Role
from orgs.roles import Action, rank


class Members(OrganizationFormPage[InviteForm]):
    """The members, the invitations, and a form for another one."""

    template_name = "dashboard/members.html"
    form_class = InviteForm
    changes = Action.MANAGE_MEMBERS

    def form_options(self) -> dict[str, Any]:
        return {"granted_by": self.place.organization_role}

    def context(self) -> dict[str, Any]:
        mine = self.place.organization_role
        people = self.organization.memberships.select_related("user")
        rows = [
            {"member": each, "mine": rank(each.role) <= rank(mine)}
            for each in people.order_by("user__email")
        ]
        invited = self.organization.invitations.select_related("invited_by")
        return {"members": rows, "invitations": list(invited), "roles": grantable(mine)}

    def save(self, form: InviteForm) -> str:
        asked = form.cleaned_data
        invitations.invite(
            self.organization,
            self.place.actor,
            email=asked["email"],
            role=Role(asked["role"]),
        )
        messages.success(self.request, f"{asked['email']} is invited by mail.")
        return self.url("members")


class MemberAction(OrganizationAction):
    """What is done about one member, named by their address."""

    back = "members"
    needs = Action.MANAGE_MEMBERS

    @property
    def email(self) -> str:
        """Whom it is about."""
        return self.request.POST.get("email", "")


class ChangeRole(MemberAction):
    """Another role for a member."""

    def act(self) -> str:
        role = self.request.POST.get("role", "")
        if role not in Role.values:
            raise Http404
        members.change_role(
            self.organization, self.place.actor, email=self.email, role=Role(role)
        )
        return f"{self.email} is now {role.lower()}."


class Remove(MemberAction):
    """A member goes."""

    def act(self) -> str:
        members.remove_from_organization(
            self.organization, self.place.actor, email=self.email
        )
        return f"{self.email} is no longer a member."


class Revoke(MemberAction):
    """An invitation is taken back."""

    def act(self) -> str:
        key = cursors.uuid(self.request.POST.get("invitation"))
        if key is None:
            raise Http404
        return (
            f"The invitation of {invitations.revoke(self.organization, key)} is void."
        )
