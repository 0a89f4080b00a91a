"""Organizations: the list of members, the settings, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from dashboard.forms.named import NameForm
from dashboard.pages import OrganizationFormPage, OrganizationPage, WithForm
from orgs import services, signup
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
    """The name of an organization."""

    template_name = "dashboard/organization.html"
    form_class = NameForm
    changes = Action.UPDATE_ORGANIZATION

    def initial(self) -> dict[str, Any]:
        return {"name": self.organization.name}

    def save(self, form: NameForm) -> str:
        services.rename_organization(self.organization, form.cleaned_data["name"])
        messages.success(self.request, "Saved.")
        return self.url("organization")


class Members(OrganizationPage):
    """Who belongs to an organization."""

    template_name = "dashboard/members.html"

    def context(self) -> dict[str, Any]:
        people = self.organization.memberships.select_related("user")
        return {"members": list(people.order_by("user__email"))}
