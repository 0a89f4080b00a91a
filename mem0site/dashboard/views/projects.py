"""Projects: a new one, its settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mem0site.dashboard import askers
from mem0site.dashboard.forms.named import EditProjectForm, ProjectForm
from mem0site.dashboard.forms.people import ConfirmForm
from mem0site.dashboard.pages import OrganizationFormPage, ProjectFormPage, ProjectPage
from orgs import auth, erasure, services
from orgs.custody.ledger import Asked
from orgs.roles import Action


class Home(ProjectPage):
    """The first page of a project."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A redirect."""
        return redirect(self.url("start"))


class New(OrganizationFormPage[ProjectForm]):
    """A new project, empty."""

    template_name = "dashboard/project_new.html"
    form_class = ProjectForm
    needs = Action.CREATE_PROJECT

    def save(self, form: ProjectForm) -> str:
        made = services.create_project(self.organization, **form.cleaned_data)
        return reverse("dashboard:start", args=[self.organization.pk, made.pk])


class Settings(ProjectFormPage[EditProjectForm]):
    """Name and description of a project."""

    template_name = "dashboard/settings.html"
    form_class = EditProjectForm
    changes = Action.UPDATE_PROJECT

    def initial(self) -> dict[str, Any]:
        return {"name": self.project.name, "description": self.project.description}

    def save(self, form: EditProjectForm) -> str:
        services.update_project(self.project, form.cleaned_data)
        auth.forget(self.project.pk)
        messages.success(self.request, "Saved.")
        return self.url("settings")


class Delete(ProjectFormPage[ConfirmForm]):
    """Everything in the project is erased."""

    template_name = "dashboard/confirm.html"
    form_class = ConfirmForm
    needs = Action.DELETE_PROJECT

    def form_options(self) -> dict[str, Any]:
        return {"name": self.project.name}

    def context(self) -> dict[str, Any]:
        return {
            "question": f"Delete {self.project.name}",
            "consequence": "Its memories, entities, keys, webhooks and exports are "
            "erased, and its keys stop working at once. This cannot be undone.",
            "back": self.url("settings"),
            "go": "Delete the project",
        }

    def save(self, form: ConfirmForm) -> str:
        line = erasure.erase_project(self.project, Asked(askers.asker(self.user)))
        auth.forget(self.project.pk)
        messages.success(self.request, f"{self.project.name} is deleted.")
        return reverse(
            "dashboard:receipts-receipt", args=[self.organization.pk, line.pk]
        )


home = Home.as_view()
