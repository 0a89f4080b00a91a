"""Two people at one form: the second is told, loses nothing, and saves on top."""

from __future__ import annotations

import re
from html import unescape

import pytest

from memories import retention
from orgs import services
from orgs.custody import periods
from orgs.models import Project
from tests.dashboard.test_settings import TYPED, allow
from webhooks import services as webhooks

TOLD = "Somebody changed"


def now(person) -> Project:
    return Project.objects.get(pk=person.project.pk)


def told(answer) -> tuple[str, dict[str, str]]:
    """The page that says so, and the hidden fields to save again with."""
    page = answer.content.decode()
    assert TOLD in page
    return unescape(page), dict(
        re.findall(r'name="([\w-]*seen)" value="([^"]*)"', page)
    )


def test_the_second_editor_of_a_project_is_told_and_saves_on_top(owner, member):
    url = owner.url("settings")
    seen = member.seen(url)
    owner.edit(url, name="Hers", description="Long")
    typed = {"name": "His", "description": ""}
    page, newest = told(member.send(url, 422, **typed, **seen))
    assert 'value="His"' in page
    assert "Stored now: Hers" in page
    assert ">\nLong</textarea>" in page, "what he had left alone is the newest"
    assert now(owner).name == "Hers"
    member.send(url, name="His", description="Long", **newest)
    assert (now(owner).name, now(owner).description) == ("His", "Long")


def test_every_setting_of_the_memory_is_guarded(owner, member):
    url = owner.url("settings-memory")
    seen = member.seen(url)
    hers = {
        "gate": "keep-everything",
        "multilingual": "on",
        "custom_instructions": "A\nB",
    }
    owner.edit(url, **{**TYPED, **hers})
    mine = {**TYPED, "custom_categories": "travel", "multilingual": "on"}
    mine["retrieval_criteria"] = "joy (3.0): A happy moment\ncalm (1.0): A quiet one"
    page, newest = told(member.send(url, 422, **mine, **seen))
    assert "Stored now: Keep everything" in page
    assert "Stored now: A\nB" in page
    assert "Stored now: food: What somebody eats\nwork" in page
    assert ">\ntravel</textarea>" in page
    assert page.count("Stored now") == 3, "nothing is told of what is the same"
    member.send(url, **mine, **newest)
    assert now(owner).custom_categories == ["travel"]
    assert now(owner).gate == "strict"


def test_a_switch_that_was_left_alone_is_shown_as_it_is_now(owner, member):
    url = owner.url("settings-memory")
    seen = member.seen(url)
    typed = {"gate": "normal", "secrets_mode": "off", "pii_mode": "off"}
    services.update_project(owner.project, {"decay": True, "multilingual": False})
    answer = member.send(url, 422, **typed, multilingual="on", usecase="Tests", **seen)
    form = answer.context["form"]
    assert form["decay"].value() is True
    assert form["multilingual"].value() is False
    assert form["usecase"].value() == "Tests"
    assert {*form.errors} == {"__all__", "decay", "multilingual"}


def test_who_looked_at_another_form_of_the_project_is_not_bothered(owner, member):
    seen = member.seen(member.url("settings-memory"))
    owner.edit(owner.url("settings"), name="Hers", description="")
    member.send(member.url("settings-memory"), **TYPED, **seen)
    assert (now(owner).name, now(owner).gate) == ("Hers", "strict")


def test_who_looked_at_nothing_overwrites_nothing(owner):
    page, newest = told(owner.send(owner.url("settings"), 422, name="Blind"))
    assert f"Stored now: {owner.project.name}" in page
    owner.send(owner.url("settings"), name="Blind", **newest)
    told(owner.send(owner.url("settings"), 422, name="Odd", seen=":: name: x:y \x00"))


def test_models_and_their_keys_are_guarded_and_no_key_is_shown(owner, member, settings):
    allow(settings, project_llms=["openai/*"], project_embedders=["openai/*"])
    url = owner.url("settings-models")
    hers = {"kind": "llm", "llm-provider": "openai", "llm-model": "gpt-5-mini"}
    seen = member.seen(url)
    assert {*seen} == {"llm-seen", "embedder-seen"}
    owner.edit(url, **hers, **{"llm-api_key": "sk-hers-canary"})
    typed = {**hers, "llm-model": "o9", "llm-api_key": "sk-his-canary"}
    page, newest = told(member.send(url, 422, **{**typed, **seen}))
    assert "Stored now: gpt-5-mini" in page
    assert "Somebody else stored another one." in page
    assert "Type it again" in page
    assert "canary" not in page
    sealed = now(owner).llm["api_key"]
    assert sealed not in page
    member.send(url, **{**typed, **newest, "llm-api_key": ""})
    assert (now(owner).llm["config"]["model"], now(owner).llm["api_key"]) == (
        "o9",
        sealed,
    )


def test_the_second_editor_of_a_webhook_is_told(owner, member):
    hook, _ = webhooks.create(
        owner.project,
        name="One",
        url="https://example.com/a",
        event_types=["memory_add"],
    )
    url = owner.url("webhooks-one", hook.pk)
    seen = member.seen(url)
    both = {"name": "One", "url": "https://example.com/a", "is_active": "on"}
    two = ["memory_add", "memory_delete"]
    owner.edit(url, **{**both, "url": "https://example.com/b"}, event_types=two)
    typed = {**both, "event_types": ["memory_update"]}
    page, newest = told(member.send(url, 422, **typed, **seen))
    assert "Stored now: memory_add – a memory is new, memory_delete – " in page
    assert 'value="https://example.com/b"' in page
    typed["url"] = "https://example.com/b"
    member.send(url, **typed, **newest)
    (saved,) = webhooks.get_webhooks(owner.project)
    assert (saved.url, saved.event_types) == (typed["url"], ["memory_update"])


def test_a_webhook_that_switched_itself_off_is_not_switched_on_by_an_edit(member):
    hook, _ = webhooks.create(
        member.project,
        name="One",
        url="https://example.com/a",
        event_types=["memory_add"],
    )
    url = member.url("webhooks-one", hook.pk)
    seen = member.seen(url)
    webhooks.update(member.project, hook.pk, is_active=False)
    typed = {"url": "https://example.com/a", "event_types": ["memory_add"]}
    answer = member.send(url, 422, name="Two", is_active="on", **typed, **seen)
    assert answer.context["form"]["is_active"].value() is False


def test_rules_and_periods_are_guarded(admin, owner):
    rule = retention.create(
        owner.project,
        {"days": 30, "measured_by": "created_at", "filters": {}, "name": "Old"},
    )
    url = owner.url("settings-retention-rule", rule.pk)
    typed = {"name": "Mine", "days": "30", "measured_by": "created_at", "filters": ""}
    seen = admin.seen(url)
    retention.change(owner.project, rule.pk, {"days": 90})
    page, newest = told(admin.send(url, 422, **typed, **seen))
    assert 'value="90"' in page
    admin.send(url, 200, **{**typed, "days": "90"}, **newest)

    page_url = owner.url("settings-retention")
    seen = admin.seen(page_url)
    retention.set_periods(owner.project, {"events_days": 9})
    admin.send(owner.url("settings-retention-periods"), requests_days="8", **seen)
    page = unescape(admin.see(page_url))
    assert TOLD in page
    assert 'value="8"' in page
    assert 'value="9"' in page
    assert periods.of(owner.project).requests_days is None


def test_periods_are_saved_on_top_of_the_newest(admin, owner):
    page, url = owner.url("settings-retention"), owner.url("settings-retention-periods")
    seen = admin.seen(page)
    retention.set_periods(owner.project, {"events_days": 9})
    admin.send(url, requests_days="8", **seen)
    admin.edit(url, on=page, requests_days="8", events_days="9")
    kept = periods.of(owner.project)
    assert (kept.requests_days, kept.events_days) == (8, 9)


@pytest.mark.parametrize("name", ["settings", "settings-memory"])
def test_saving_twice_in_a_row_is_nobody_else(owner, name):
    url = owner.url(name)
    typed = {**TYPED, "name": "Same", "description": "a\r\nb", "retrieval_criteria": ""}
    seen = owner.seen(url)
    owner.send(url, **typed, **seen)
    owner.send(url, **typed, **seen)
