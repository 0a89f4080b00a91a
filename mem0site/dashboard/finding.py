"""What the palette finds: pages, projects, entities. Memories are found by the search of
the API, which the page asks itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from mem0site.dashboard import navigation
from mem0site.dashboard.access import Place
from memories import browsing
from orgs.models import Project
from orgs.roles import Action

SHOWN = 6
"""Things of each kind."""
FURTHER = (
    ("New API key", "key-round", "keys-new", Action.MANAGE_KEYS),
    ("New webhook", "webhook", "webhooks-new", Action.MANAGE_WEBHOOKS),
    ("Import a mem0 account", "upload", "transfers-account", Action.UPDATE_PROJECT),
    ("Settings: memory, instructions, categories", "settings", "settings-memory",
     Action.READ),
    ("Settings: privacy, secrets and personal data", "lock", "settings-memory",
     Action.READ),
    ("Settings: language model and embedder", "settings", "settings-models",
     Action.READ),
    ("Settings: members of the project", "users", "settings-members", Action.READ),
    ("Settings: legal holds", "shield", "settings-holds", Action.READ),
    ("Settings: retention, automatic deletion", "clock", "settings-retention",
     Action.MANAGE_RETENTION),
)  # fmt: skip
"""Pages that stand in no side bar: (label, icon, name, what one must be allowed)."""
OF_ORGANIZATION = (
    ("Organization: name, handing over, deletion", "building-2", "organization"),
    ("Organization: members and invitations", "users", "members"),
    ("Organization: erasure receipts", "scroll-text", "receipts"),
)
PERSONAL = (
    ("Your account", "user", "dashboard:account"),
    ("Sign-in security: two-factor and passkeys", "shield", "mfa_index"),
    ("Sessions", "monitor", "usersessions_list"),
    ("API reference", "book-open", "docs-api"),
)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something one can go to. `about` tells it from others of the same name."""

    label: str
    icon: str
    url: str
    about: str = ""


def pages(place: Place, query: str) -> list[Thing]:
    """Pages with these words in their name, in the order of the side bar."""
    words = query.casefold().split()
    return [
        thing
        for thing in _all_pages(place)
        if all(word in thing.label.casefold() for word in words)
    ]


def projects(place: Place, query: str) -> list[Thing]:
    """Projects of the person in all organizations, by a part of the name."""
    rows = Project.objects.filter(
        organization__memberships__user=place.user, name__icontains=query
    ).select_related("organization")
    return [
        Thing(
            row.name,
            "folder",
            reverse("dashboard:project", args=[row.organization_id, row.pk]),
            row.organization.name,
        )
        for row in rows.order_by("name")[:SHOWN]
    ]


def entities(place: Place, query: str) -> list[Thing]:
    """Users, agents, apps and runs by a part of their id, last active first."""
    assert place.project is not None  # the page is one of a project
    ids = [place.organization.pk, place.project.pk]
    found = browsing.entities(place.project, name=query, limit=SHOWN)[:SHOWN]
    return [
        Thing(
            row["name"],
            "users",
            reverse("dashboard:entities-entity", args=[*ids, row["type"], row["name"]]),
            row["type"],
        )
        for row in found
    ]


def _all_pages(place: Place) -> Iterator[Thing]:
    assert place.project is not None  # the page is one of a project
    ids = [place.organization.pk, place.project.pk]
    for _, links in navigation.links(place, ""):
        for link in links:
            yield Thing(link.label, link.icon, link.url)
    for label, icon, name, needs in FURTHER:
        if place.may(needs):
            yield Thing(label, icon, reverse(f"dashboard:{name}", args=ids))
    for label, icon, name in OF_ORGANIZATION:
        yield Thing(label, icon, reverse(f"dashboard:{name}", args=ids[:1]))
    for label, icon, name in PERSONAL:
        yield Thing(label, icon, reverse(name))
