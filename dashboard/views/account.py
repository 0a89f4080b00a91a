"""The person's own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from dashboard.forms.named import ProfileForm
from dashboard.pages import WithForm


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
