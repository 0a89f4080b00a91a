"""The settings of a project: what is typed is what the engine works with."""

from __future__ import annotations

import pytest

from mem0site.dashboard.forms.settings import GROUPS, MemoryForm
from orgs import services
from orgs.models import Project, Role
from tests.dashboard.conftest import address, join

TYPED = {
    "custom_instructions": "Remember <b>food</b>.",
    "agent_custom_instructions": "",
    "inclusion_prompt": "",
    "exclusion_prompt": "Passwords",
    "custom_categories": "food: What somebody eats\nwork",
    "retrieval_criteria": "joy (3): A happy moment\ncalm: A quiet one",
    "usecase": "",
    "gate": "strict",
    "enable_graph": "on",
    "secrets_mode": "mask",
    "pii_mode": "tag",
}


def now(person) -> Project:
    return Project.objects.get(pk=person.project.pk)


def test_what_is_remembered_is_typed_here(member):
    member.edit(member.url("settings-memory"), **TYPED)
    saved = now(member)
    assert saved.custom_instructions == "Remember <b>food</b>."
    assert saved.exclusion_prompt == "Passwords"
    assert saved.custom_categories == [{"food": "What somebody eats"}, "work"]
    assert saved.retrieval_criteria == [
        {"name": "joy", "description": "A happy moment", "weight": 3.0},
        {"name": "calm", "description": "A quiet one", "weight": 1.0},
    ]
    assert (saved.secrets_mode, saved.pii_mode) == ("mask", "tag")
    assert (saved.gate, saved.enable_graph, saved.decay) == ("strict", True, False)
    page = member.see(member.url("settings-memory"))
    assert "food: What somebody eats" in page
    assert "joy (3.0): A happy moment" in page
    assert "<b>food</b>" not in page


def test_what_is_shown_can_be_saved_again(member):
    member.edit(member.url("settings-memory"), **TYPED)
    before = now(member)
    page = member.browser.get(member.url("settings-memory"))
    form = page.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    member.edit(member.url("settings-memory"), **again)
    after = now(member)
    assert after.custom_categories == before.custom_categories
    assert after.retrieval_criteria == before.retrieval_criteria


def test_every_setting_stands_in_a_group():
    shown = [name for _, _, names in GROUPS for name in names]
    assert sorted(shown) == sorted(MemoryForm.base_fields)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("retrieval_criteria", "no colon", "is not name (weight): description"),
        ("retrieval_criteria", "a (1.2.3): b", "is not a number"),
        ("custom_categories", "x" * 300, "custom_categories"),
        ("custom_instructions", "x" * 200_000, "custom_instructions"),
        ("gate", "open", "not one of the available choices"),
    ],
)
def test_bad_settings_come_back_with_a_word(member, name, value, said):
    answer = member.edit(member.url("settings-memory"), 422, **{**TYPED, name: value})
    assert said in answer.content.decode()
    assert now(member).custom_categories is None


def test_a_reader_changes_no_setting(reader):
    assert "disabled" in reader.see(reader.url("settings-memory"))
    reader.send(reader.url("settings-memory"), 403, **TYPED)


def allow(settings, **more) -> None:
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=more)


def test_a_project_takes_a_model_within_what_is_allowed(member, settings):
    allow(settings, project_llms=["openai/gpt-5*"])
    typed = {
        "kind": "llm",
        "llm-provider": "openai",
        "llm-model": "gpt-5-mini",
        "llm-api_key": "sk-secret-canary",
    }
    member.edit(member.url("settings-models"), **typed)
    page = member.see(member.url("settings-models"))
    assert "openai/gpt-5-mini" in page
    assert "canary" not in page
    assert "canary" not in str(now(member).llm)
    sealed = now(member).llm["api_key"]
    member.edit(member.url("settings-models"), **{**typed, "llm-api_key": ""})
    assert now(member).llm["api_key"] == sealed
    answer = member.edit(
        member.url("settings-models"), 422, **{**typed, "llm-model": "o9"}
    )
    assert "lets projects choose" in answer.content.decode()
    member.edit(member.url("settings-models"), kind="llm")
    assert now(member).llm == {}


def test_where_nothing_is_allowed_nothing_is_offered(member):
    page = member.see(member.url("settings-models"))
    assert "PROJECT_LLMS" in page
    assert 'name="llm-api_key"' not in page
    member.send(member.url("settings-models"), 404, kind="other")
    answer = member.edit(
        member.url("settings-models"), 422, kind="llm", **{"llm-provider": "openai"}
    )
    assert now(member).llm == {}
    assert answer.status_code == 422


def test_a_project_has_members_of_its_own(admin, organization):
    reader = join(organization, Role.READER)
    url = admin.url("settings-members")
    admin.send(url, email=reader.user.email, role="MEMBER")
    reader.edit(reader.url("settings"), name="Ours")
    admin.send(url, 422, email=reader.user.email, role="MEMBER")
    admin.send(admin.url("settings-members-remove"), email=reader.user.email)
    reader.send(reader.url("settings"), 403, name="Mine")
    admin.send(admin.url("settings-members-remove"), 404, email=address())
    assert reader.user.email in admin.see(url)


def test_a_long_name_and_other_scripts_fit(member):
    name = "ש" * 60 + "🧠" + "w" * 100
    member.edit(member.url("settings"), name=name, description="")
    assert name in member.see(member.url("settings"))
    assert services.Project.objects.get(pk=member.project.pk).name == name
