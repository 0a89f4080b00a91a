"""What stands in the side bar of a project. A page that is added gets a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from mem0site.dashboard.access import Place
from memories import quarantine
from orgs.models import Project
from orgs.roles import Action

COUNTED = 99
"""The side bar counts no further: it stands on every page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the side bar. `page` is the name of the URL; everything below it, and
    the pages named `<page>-…`, count as being there."""

    label: str
    icon: str
    page: str
    needs: Action = Action.READ
    count: Callable[[Project], int] | None = None
    """How many things wait there for somebody, counted up to `COUNTED + 1`."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is shown. `count` is `7`, `99+`, or nothing."""

    label: str
    icon: str
    url: str
    current: bool
    count: str = ""


def _quarantined(project: Project) -> int:
    return quarantine.count(project, most=COUNTED + 1)


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry("Get started", "rocket", "start"),
            Entry("Overview", "gauge", "overview"),
        ),
    ),
    (
        "Memory",
        (
            Entry("Memories", "brain", "memories"),
            Entry("Playground", "message-square", "playground"),
            Entry("Entities", "users", "entities"),
            Entry("Graph", "share-2", "graph"),
            Entry("Health", "heart-pulse", "health"),
            Entry("Quarantine", "inbox", "quarantine", count=_quarantined),
        ),
    ),
    (
        "Activity",
        (
            Entry("Requests", "scroll-text", "requests"),
            Entry("Events", "activity", "events"),
            Entry("Usage", "layers", "usage"),
            Entry("Audit log", "shield", "audit", Action.SEE_AUDIT),
        ),
    ),
    (
        "Project",
        (
            Entry("Webhooks", "webhook", "webhooks"),
            Entry("Exports and imports", "database", "transfers"),
            Entry("API keys", "key-round", "keys"),
            Entry("Settings", "settings", "settings"),
        ),
    ),
)
"""(heading, entries); the first group has none."""


def links(place: Place, here: str) -> Iterator[tuple[str, list[Link]]]:
    """The side bar of a project for this person. `here` is the current URL's name."""
    project = place.project
    if project is None:
        return
    ids = [place.organization.pk, project.pk]
    for heading, entries in GROUPS:
        shown = [
            Link(
                entry.label,
                entry.icon,
                reverse(f"dashboard:{entry.page}", args=ids),
                here == entry.page or here.startswith(f"{entry.page}-"),
                _counted(entry, project),
            )
            for entry in entries
            if place.may(entry.needs)
        ]
        if shown:
            yield heading, shown


def _counted(entry: Entry, project: Project) -> str:
    if entry.count is None:
        return ""
    found = entry.count(project)
    return f"{COUNTED}+" if found > COUNTED else str(found or "")
