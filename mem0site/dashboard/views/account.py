"""The person's own pages."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.urls import reverse
from django.utils.decorators import method_decorator

from mem0site.dashboard.forms.named import ProfileForm
from mem0site.dashboard.forms.people import ConfirmForm
from mem0site.dashboard.pages import WithForm
from orgs import accounts


class Account(WithForm[ProfileForm]):
    """Name, organizations, and the way to everything about signing in."""

    template_name = "dashboard/account.html"
    form_class = ProfileForm

    def initial(self) -> dict[str, Any]:
        return {"name": self.user.name}

    def context(self) -> dict[str, Any]:
        places = self.user.memberships.select_related("organization")
        return {"memberships": list(places.order_by("created_at"))}

    def save(self, form: ProfileForm) -> str:
        self.user.name = " ".join(form.cleaned_data["name"].split())
        self.user.save(update_fields=["name", "updated_at"])
        messages.success(self.request, "Saved.")
        return reverse("dashboard:account")


@method_decorator(reauthentication_required, name="get")
@method_decorator(reauthentication_required, name="post")
class Delete(WithForm[ConfirmForm]):
    """The end of an account; asks for the password first."""

    template_name = "dashboard/account_delete.html"
    form_class = ConfirmForm

    def form_options(self) -> dict[str, Any]:
        return {"name": self.user.email}

    def context(self) -> dict[str, Any]:
        return {
            "alone_in": accounts.alone_in(self.user),
            "blocking": accounts.left_without_owner(self.user),
        }

    def save(self, form: ConfirmForm) -> str:
        accounts.delete_account(self.user)
        logout(self.request)
        messages.success(self.request, "Your account is deleted.")
        return reverse("account_login")
