"""Organizations: a new one, its settings, its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from mem0site.dashboard import askers
from mem0site.dashboard.forms.named import NameForm
from mem0site.dashboard.forms.people import ConfirmForm
from mem0site.dashboard.pages import OrganizationAction, OrganizationFormPage, WithForm
from orgs import erasure, members, services, signup
from orgs.custody.ledger import Asked
from orgs.models import Role
from orgs.roles import Action


class New(WithForm[NameForm]):
    """A further organization, owned by who makes it."""

    template_name = "dashboard/organization_new.html"
    form_class = NameForm

    def save(self, form: NameForm) -> str:
        made = services.create_organization(
            name=form.cleaned_data["name"], owner=self.user, plan=signup.PLAN
        )
        return reverse("dashboard:organization-home", args=[made.pk])


class Settings(OrganizationFormPage[NameForm]):
    """The name of an organization, and the ways out of it."""

    template_name = "dashboard/organization.html"
    form_class = NameForm
    changes = Action.UPDATE_ORGANIZATION

    def initial(self) -> dict[str, Any]:
        return {"name": self.organization.name}

    def context(self) -> dict[str, Any]:
        people = self.organization.memberships.select_related("user")
        others = people.exclude(user=self.user).filter(user__is_active=True)
        return {
            "others": list(others.order_by("user__email")),
            "owners": people.filter(role=Role.OWNER).count(),
            "role": self.place.organization_role,
        }

    def save(self, form: NameForm) -> str:
        services.rename_organization(self.organization, form.cleaned_data["name"])
        messages.success(self.request, "Saved.")
        return self.url("organization")


class HandOver(OrganizationAction):
    """Another member becomes the owner."""

    back = "organization"
    needs = Action.DELETE_ORGANIZATION

    def act(self) -> str:
        email = self.request.POST.get("email", "")
        members.hand_over(self.organization, self.place.actor, email=email)
        return f"{email} is now the owner; you are an administrator."


class Leave(OrganizationAction):
    """The person goes; the last owner cannot."""

    back = "organization"

    def act(self) -> str:
        members.remove_from_organization(
            self.organization, self.place.actor, email=self.user.email
        )
        self.left = True
        return f"You have left {self.organization.name}."

    def page_url(self) -> str:
        """Who has left comes out at another organization."""
        gone = getattr(self, "left", False)
        return reverse("dashboard:home") if gone else super().page_url()


class Delete(OrganizationFormPage[ConfirmForm]):
    """Everything in the organization is erased."""

    template_name = "dashboard/confirm.html"
    form_class = ConfirmForm
    needs = Action.DELETE_ORGANIZATION

    def form_options(self) -> dict[str, Any]:
        return {"name": self.organization.name}

    def context(self) -> dict[str, Any]:
        return {
            "frame": "dashboard/organization_frame.html",
            "question": f"Delete {self.organization.name}",
            "consequence": "All projects with their memories, entities, keys, webhooks "
            "and exports are erased. People keep their accounts. This cannot be undone.",
            "back": self.url("organization"),
            "go": "Delete the organization",
        }

    def save(self, form: ConfirmForm) -> str:
        erasure.erase_organization(self.organization, Asked(askers.asker(self.user)))
        messages.success(self.request, f"{self.organization.name} is deleted.")
        return reverse("dashboard:home")
