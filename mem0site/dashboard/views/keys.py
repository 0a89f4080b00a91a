"""API keys: made, shown once, rotated, revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404

from mem0.exceptions import ValidationError
from mem0site.dashboard import cursors, reveals
from mem0site.dashboard.forms.keys import OVERLAPS, KeyForm, RotateForm
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage, ProjectPage
from orgs import auth, services
from orgs.models import ApiKey, Project
from orgs.roles import Action

SHOWN = 200
"""Keys on the page; the oldest dead ones are left out."""


def reveal(project: Project) -> str:
    """Under which name a new key waits to be shown."""
    return f"key:{project.pk}"


class Keys(ProjectPage):
    """The keys of a project, the living ones first; a new one, once."""

    template_name = "dashboard/keys.html"

    def context(self) -> dict[str, Any]:
        keys = self.project.api_keys.select_related("created_by")
        shown: list[ApiKey] = list(keys.order_by("-created_at")[:SHOWN])
        return {
            "keys": sorted(shown, key=lambda key: not key.is_live),
            "overlaps": OVERLAPS,
            "fresh": reveals.take(self.request, reveal(self.project)),
        }


class New(ProjectFormPage[KeyForm]):
    """A form for a new key."""

    template_name = "dashboard/key_new.html"
    form_class = KeyForm
    needs = Action.MANAGE_KEYS

    def save(self, form: KeyForm) -> str:
        asked = form.cleaned_data
        key, text = services.create_key(
            self.project,
            name=asked["name"],
            created_by=self.user,
            expires_at=form.expires_at,
            scopes=asked["scopes"],
        )
        reveals.put(self.request, reveal(self.project), text=text, name=key.name)
        return self.url("keys")


class Revoke(ProjectAction):
    """A key is closed for good."""

    back = "keys"
    needs = Action.MANAGE_KEYS

    def act(self) -> str:
        key_id = cursors.uuid(self.request.POST.get("key"))
        if key_id is None or not services.revoke_key(self.project, key_id):
            raise Http404
        auth.forget(self.project.pk)
        return "The key is revoked. It is refused within seconds."


class Rotate(ProjectAction):
    """A key is replaced; the old one may go on for some days."""

    back = "keys"
    needs = Action.MANAGE_KEYS

    def act(self) -> str:
        form = RotateForm(self.request.POST)
        if not form.is_valid():
            msg = "Choose a key and when it ends."
            raise ValidationError(msg)
        key, text = services.rotate_key(
            self.project, form.cleaned_data["key"], overlap=form.lasts, by=self.user
        )
        auth.forget(self.project.pk)
        reveals.put(self.request, reveal(self.project), text=text, name=key.name)
        messages.info(self.request, "Put the new key in the place of the old one.")
        return ""
