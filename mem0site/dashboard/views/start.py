"""Get started: the first key, the first lines of code, the first memory."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mem0site.dashboard import quickstart, reveals, sample
from mem0site.dashboard.pages import ProjectAction, ProjectPage
from memories.models import Memory
from orgs import scopes, services
from orgs.models import Project, User
from orgs.roles import Action

STOP_POLLING = 286
"""htmx asks no more after this status."""


def reveal(project: Project) -> str:
    """Under which name the first key waits; it may be looked at for a while."""
    return f"start:{project.pk}"


def first_key(request: HttpRequest, project: Project, user: User) -> None:
    """A key for the quickstart, which shows it."""
    _, text = services.create_key(
        project, name="quickstart", created_by=user, scopes=scopes.DEFAULT
    )
    reveals.put(request, reveal(project), text=text)


class Start(ProjectPage):
    """The quickstart of a project."""

    template_name = "dashboard/start.html"

    def context(self) -> dict[str, Any]:
        key = reveals.look(self.request, reveal(self.project)).get("text")
        return {
            **_arrival(self.project),
            "key": key,
            "has_keys": self.project.api_keys.live().exists(),
            "snippets": quickstart.snippets(settings.PUBLIC_URL, key),
            "sample_user": sample.USER,
        }


class Arrived(ProjectPage):
    """The part of the page that waits for the first memory; asked again and again."""

    template_name = "dashboard/parts/arrived.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The part; with a status that ends the asking once there is a memory."""
        answer = self.answer()
        if self.found:
            answer.status_code = STOP_POLLING
        return answer

    def context(self) -> dict[str, Any]:
        arrival = _arrival(self.project)
        self.found = arrival["first_memory"] is not None
        return arrival


def _arrival(project: Project) -> dict[str, Any]:
    first: Memory | None = project.memories.order_by("created_at").first()
    return {"first_memory": first, "is_sampled": sample.is_loaded(project)}


class NewKey(ProjectAction):
    """A key for the quickstart of a project that has none to show."""

    back = "start"
    needs = Action.MANAGE_KEYS

    def act(self) -> str:
        first_key(self.request, self.project, self.user)
        return "Copy your key now: it is shown on this page for 15 minutes, then never."


class HideKey(ProjectAction):
    """The key has been copied."""

    back = "start"
    needs = Action.MANAGE_KEYS

    def act(self) -> str:
        reveals.take(self.request, reveal(self.project))
        return ""


class LoadSample(ProjectAction):
    """The sample conversation comes in."""

    back = "start"
    needs = Action.WRITE_MEMORIES

    def act(self) -> str:
        sample.load(self.project, request_id=getattr(self.request, "request_id", ""))
        return "The sample conversation is being read."


class RemoveSample(ProjectAction):
    """The sample conversation goes."""

    back = "start"
    needs = Action.WRITE_MEMORIES

    def act(self) -> str:
        sample.remove(self.project)
        return "The sample is gone."
