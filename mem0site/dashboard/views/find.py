"""The palette (⌘K), which without a script is a page: jump to whatever there is."""

from __future__ import annotations

from typing import Any

from mem0.exceptions import Mem0Error
from mem0.memory.filters import all_of
from mem0.memory.ranking import Hit
from mem0site.dashboard import finding
from mem0site.dashboard.forms.find import FindForm
from mem0site.dashboard.pages import ProjectPage
from memories import services

THRESHOLD = 0.1
"""As in the newest generation of the API."""
SHORTEST = 3
"""Characters that are worth a search of the memories."""


class Find(ProjectPage):
    """Pages, projects, entities and memories; `part=1` asks for the list alone."""

    hits: list[Hit] | None = None

    def template(self) -> str:
        part = self.request.GET.get("part")
        return f"dashboard/{'parts/found' if part else 'find'}.html"

    def prepare(self) -> None:
        """Search outside the page's transaction: it embeds the query."""
        form = FindForm(self.request.GET)
        self.query: str = form.cleaned_data["q"] if form.is_valid() else ""
        if len(self.query) < SHORTEST:
            return
        try:
            self.hits = services.search(
                self.project,
                query=self.query,
                where=all_of(),
                limit=finding.SHOWN,
                threshold=THRESHOLD,
            ).hits
        except Mem0Error:
            self.hits = None  # the rest is found all the same

    def context(self) -> dict[str, Any]:
        groups = [("Pages", finding.pages(self.place, self.query))]
        if self.query:
            groups += [
                ("Projects", finding.projects(self.place, self.query)),
                ("Entities", finding.entities(self.place, self.query)),
            ]
        memories = [
            finding.Thing(
                hit.record.text,
                "brain",
                self.url("memories-memory", hit.record.id),
                ", ".join(hit.record.scope.ids().values()),
            )
            for hit in self.hits or ()
        ]
        groups = [(name, things) for name, things in groups if things]
        found = [*groups, ("Memories", memories)] if memories else groups
        return {
            "query": self.query,
            "groups": found,
            "count": sum(len(things) for _, things in found),
        }
