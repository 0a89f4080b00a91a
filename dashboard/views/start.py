"""Get started: the first key, the first lines of code, the first memory."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from dashboard import quickstart
from dashboard.pages import ProjectPage


class Start(ProjectPage):
    """The quickstart of a project."""

    template_name = "dashboard/start.html"

    def context(self) -> dict[str, Any]:
        return {
            "snippets": quickstart.snippets(settings.PUBLIC_URL),
            "first_memory": self.project.memories.order_by("created_at").first(),
        }
