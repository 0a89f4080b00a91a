"""The palette's page: whatever there is, by a part of its name."""

from __future__ import annotations

import re

import pytest

from orgs import services
from tests.dashboard.conftest import Person
from tests.dashboard.test_memories import stored

MOST = 20
"""A search of the memories is in it."""


def found(person: Person, query: str, **more: str) -> dict[str, list[str]]:
    """Group → the labels in it."""
    page = person.see(f"{person.url('find')}?q={query}", most=MOST)
    groups = re.findall(
        r'<section class="found"><h2>(\w+)</h2>(.*?)</section>', page, re.S
    )
    return {name: re.findall(r'dir="auto">(.*?)</span>', text) for name, text in groups}


def test_without_words_it_lists_the_pages(owner):
    pages = found(owner, "")
    assert list(pages) == ["Pages"]
    assert {"Memories", "API keys", "Your account"} <= set(pages["Pages"])


def test_pages_projects_entities_and_memories_are_found(owner):
    stored(owner, "Plays the cello in an orchestra.", user="webhook-fan")
    services.create_project(owner.project.organization, name="Webhook lab")
    groups = found(owner, "webhook")
    assert groups["Pages"] == ["Webhooks", "New webhook"]
    assert groups["Projects"] == ["Webhook lab"]
    assert groups["Entities"] == ["webhook-fan"]
    assert found(owner, "cello")["Memories"] == ["Plays the cello in an orchestra."]


def test_it_leads_to_what_it_names(owner):
    (key,) = stored(owner, "Plays the cello.", user="a/b c?")
    page = owner.see(owner.url("find") + "?q=cello", most=MOST)
    assert owner.url("memories-memory", key) in page
    page = owner.see(owner.url("find") + "?q=a%2Fb", most=MOST)
    assert owner.url("entities-entity", "user", "a/b c?") in page


def test_the_palette_gets_the_list_alone(owner):
    part = owner.see(owner.url("find") + "?part=1&q=keys", most=MOST)
    assert "<html" not in part
    assert "API keys" in part


def test_what_nobody_is_called_is_said(owner):
    page = owner.see(owner.url("find") + "?q=zzzz", most=MOST)
    assert "Nothing is called that" in page


@pytest.mark.parametrize(
    "query", ["%00", "%2525", "<script>alert(1)</script>", "é" * 300]
)
def test_nonsense_is_found_nowhere_and_breaks_nothing(owner, query):
    page = owner.see(f"{owner.url('find')}?q={query}", most=MOST)
    assert "<script>alert" not in page


def test_nothing_of_others_is_found(owner, stranger, reader):
    stored(owner, "Plays the cello.", user="alice")
    assert found(stranger, "cello") == {}
    assert found(stranger, "alice") == {}
    assert "Projects" not in found(stranger, owner.project.name[:3] + "zz")
    assert "New API key" not in found(reader, "api key").get("Pages", [])
