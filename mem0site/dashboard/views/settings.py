"""The settings of a project: memory, models, members; its name and end are in
`dashboard.views.projects`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404

from mem0site.dashboard.forms.people import InviteForm, grantable
from mem0site.dashboard.forms.settings import (
    KINDS,
    MemoryForm,
    ModelForm,
    spoken_categories,
    spoken_criteria,
)
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage
from memories import engine
from memories.choices import Kind
from orgs import auth, members, representations, services
from orgs.members import Actor
from orgs.models import Role
from orgs.roles import Action

WRITTEN = ("custom_categories", "retrieval_criteria")
"""Settings that are shown as lines."""


class Memory(ProjectFormPage[MemoryForm]):
    """Instructions, categories, retrieval, graph, decay."""

    template_name = "dashboard/settings_memory.html"
    form_class = MemoryForm
    changes = Action.UPDATE_PROJECT

    def initial(self) -> dict[str, Any]:
        plain = set(MemoryForm.base_fields) - set(WRITTEN)
        return {
            **{name: getattr(self.project, name) for name in plain},
            "custom_categories": spoken_categories(self.project.custom_categories),
            "retrieval_criteria": spoken_criteria(self.project.retrieval_criteria),
        }

    def save(self, form: MemoryForm) -> str:
        services.update_project(self.project, form.changes)
        auth.forget(self.project.pk)
        messages.success(self.request, "Saved. It holds from the next request on.")
        return self.url("settings-memory")


class Models(ProjectFormPage[ModelForm]):
    """The language model and the embedder: the deployment's, or the project's own."""

    template_name = "dashboard/settings_models.html"
    form_class = ModelForm
    changes = Action.UPDATE_PROJECT

    @property
    def kind(self) -> Kind:
        """Which of the two forms was sent."""
        try:
            return KINDS[self.request.POST.get("kind", "llm")]
        except KeyError:
            raise Http404 from None

    def form_options(self) -> dict[str, Any]:
        return {"kind": self.kind, "stored": self._stored(self.kind)}

    def initial(self) -> dict[str, Any]:
        return self._initial(self.kind)

    def context(self) -> dict[str, Any]:
        provider, options = engine.language_model(self.project)
        return {
            "forms": {name: self._empty(kind) for name, kind in KINDS.items()},
            "sent": self.kind.setting if self.request.method == "POST" else "",
            "language_model": f"{provider}/{options.get('model', '')}"
            if provider
            else "",
            "allowed": {name: bool(kind.patterns) for name, kind in KINDS.items()},
        }

    def save(self, form: ModelForm) -> str:
        told = services.update_project(self.project, form.changes)
        auth.forget(self.project.pk)
        messages.success(self.request, str(told.get("message") or "Saved."))
        return self.url("settings-models")

    def _empty(self, kind: Kind) -> ModelForm:
        return ModelForm(
            initial=self._initial(kind), kind=kind, stored=self._stored(kind)
        )

    def _stored(self, kind: Kind) -> dict[str, Any] | None:
        return representations.model(getattr(self.project, kind.setting))

    def _initial(self, kind: Kind) -> dict[str, Any]:
        stored = self._stored(kind) or {"provider": "", "config": {}}
        config = stored["config"]
        urls = [value for name, value in config.items() if name.endswith("base_url")]
        return {
            "provider": stored["provider"],
            "model": config.get("model", ""),
            "base_url": urls[0] if urls else "",
            "api_key": getattr(self.project, kind.setting).get("api_key", ""),
        }


class Members(ProjectFormPage[InviteForm]):
    """Who works in the project; a higher role than in the organization is given here."""

    template_name = "dashboard/settings_members.html"
    form_class = InviteForm
    changes = Action.MANAGE_PROJECT_MEMBERS

    def form_options(self) -> dict[str, Any]:
        return {"granted_by": self.place.role}

    def context(self) -> dict[str, Any]:
        own = self.project.memberships.values_list("user_id", flat=True)
        return {
            "people": members.of_project(self.project),
            "own": set(own),
            "roles": grantable(self.place.role),
        }

    def save(self, form: InviteForm) -> str:
        asked = form.cleaned_data
        members.add_to_project(
            self.project,
            Actor(self.user.pk, self.place.role),
            email=asked["email"],
            role=Role(asked["role"]),
        )
        messages.success(self.request, f"{asked['email']} is a member of the project.")
        return self.url("settings-members")


class RemoveMember(ProjectAction):
    """Somebody loses the role that the project gave them."""

    back = "settings-members"
    needs = Action.MANAGE_PROJECT_MEMBERS

    def act(self) -> str:
        email = self.request.POST.get("email", "")
        members.remove_from_project(self.project, email=email)
        return f"{email} has the organization's role here again."
