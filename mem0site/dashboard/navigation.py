"""What stands in the side bar of a project. A page that is added gets a line here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from mem0site.dashboard.access import Place
from orgs.roles import Action


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the side bar. `page` is the name of the URL; everything below it, and
    the pages named `<page>-…`, count as being there."""

    label: str
    icon: str
    page: str
    needs: Action = Action.READ


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is shown."""

    label: str
    icon: str
    url: str
    current: bool


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
        ),
    ),
    (
        "Activity",
        (
            Entry("Requests", "scroll-text", "requests"),
            Entry("Events", "activity", "events"),
            Entry("Usage", "layers", "usage"),
        ),
    ),
    (
        "Project",
        (
            Entry("Webhooks", "webhook", "webhooks"),
            Entry("API keys", "key-round", "keys"),
            Entry("Settings", "settings", "settings"),
        ),
    ),
)
"""(heading, entries); the first group has none."""


def links(place: Place, here: str) -> Iterator[tuple[str, list[Link]]]:
    """The side bar of a project for this person. `here` is the current URL's name."""
    if place.project is None:
        return
    ids = [place.organization.pk, place.project.pk]
    for heading, entries in GROUPS:
        shown = [
            Link(
                entry.label,
                entry.icon,
                reverse(f"dashboard:{entry.page}", args=ids),
                here == entry.page or here.startswith(f"{entry.page}-"),
            )
            for entry in entries
            if place.may(entry.needs)
        ]
        if shown:
            yield heading, shown
