"""The settings of a project act on its adds and answers, with and without a model."""

from __future__ import annotations

import pytest

from orgs import services as orgs
from tests.memories.test_retrieval_criteria import patch
from tests.memories.wire import listed, texts
from tests.openai_server import answer, fact, openai_server

__all__ = ["openai_server"]

LIFE = "I live in Porto. I play chess every Sunday. I like my coffee black."


def configure(api, **settings):
    assert patch(api, **settings).status_code == 200, settings


def add(api, text=LIFE, **more):
    body = {"messages": text, "user_id": "alice", "async_mode": False, **more}
    found = api.post("/v3/memories/add/", body)
    assert found.status_code == 200, found.content
    return texts(found.json()["results"])


@pytest.fixture
def model(acme, openai_server):
    orgs.configure_llm(
        acme.project, model="gpt-5-mini", base_url=openai_server.url, api_key="sk-x"
    )
    return openai_server


@pytest.fixture
def quiet(model):
    """A model that finds nothing."""
    model.reply(answer({"facts": []}))
    return model


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"custom_instructions": "Only what they cook."}, "Only what they cook."),
        ({"inclusion_prompt": "sports"}, "Write down only what concerns: sports"),
        ({"exclusion_prompt": "money"}, "Never write down what concerns: money"),
        ({"usecase": "a travel agency"}, "What the memories are for: a travel agency"),
        ({"usecase_setting": "a clinic"}, "What the memories are for: a clinic"),
        ({"memory_depth": "high"}, "Level of detail: high"),
        ({"multilingual": False}, "Write every fact in English"),
    ],
    ids=str,
)
def test_a_setting_reaches_the_model(acme, quiet, settings, expected):
    configure(acme, **settings)
    add(acme)
    assert expected in quiet.prompts[-1]


def test_a_setting_that_is_unset_says_nothing_to_the_model(acme, quiet):
    add(acme)
    for words in ("memories are for", "Level of detail", "in English", "concerns"):
        assert words not in quiet.prompts[-1]


def test_instructions_for_agents_reach_the_model(acme, quiet):
    configure(acme, agent_custom_instructions="Only bookings.")
    add(acme, agent_id="clerk")
    assert 'For facts attributed to "assistant": Only bookings.' in quiet.prompts[-1]


def test_a_request_says_more_than_its_project(acme, quiet):
    configure(acme, custom_instructions="Only food.", inclusion_prompt="food")
    add(acme, custom_instructions="Only sports.", includes="sports")
    assert "Only sports." in quiet.prompts[-1]
    assert "Only food." not in quiet.prompts[-1]
    assert "concerns: food" not in quiet.prompts[-1]


def test_a_monolingual_project_keeps_a_translation(acme, model):
    configure(acme, multilingual=False)
    model.reply(answer({"facts": [fact("User likes spicy food", [0])]}))
    assert add(acme, "Gosto muito de comida picante.") == ["User likes spicy food"]


def test_a_translation_may_not_invent_names_or_numbers(acme, model):
    configure(acme, multilingual=False)
    invented = fact("User likes spicy food with Matilde and owes 5000 euros", [0])
    model.reply(answer({"facts": [invented]}))
    assert add(acme, "Gosto muito de comida picante com a Beatriz.") == []


def test_a_multilingual_project_keeps_no_translation(acme, model):
    model.reply(answer({"facts": [fact("User likes spicy food", [0])]}))
    assert add(acme, "Gosto muito de comida picante.") == []


def test_rules_leave_out_what_is_excluded(acme):
    configure(acme, exclusion_prompt="chess, coffee")
    assert add(acme) == ["User lives in Porto"]


def test_rules_keep_to_what_is_included(acme):
    configure(acme, inclusion_prompt="chess")
    found = add(acme)
    assert len(found) == 1
    assert "chess" in found[0]


def test_rules_read_lists_in_custom_instructions(acme):
    configure(acme, custom_instructions="Be friendly. Do not store coffee.")
    assert not any("coffee" in text for text in add(acme))


def test_rules_file_under_the_categories_of_the_project(acme):
    configure(acme, custom_categories=[{"games": "chess and other board games"}])
    add(acme, "I play chess every Sunday.")
    assert listed(acme)[0]["categories"] == ["games"]


def test_rules_of_little_depth_keep_what_fills_a_slot(acme):
    said = "I live in Porto. The concert last night was loud and wonderful for me."
    deep = add(acme, said, user_id="bob")
    configure(acme, memory_depth="low")
    assert add(acme, said) == ["User lives in Porto"]
    assert len(deep) == 2


def test_a_project_of_version_1_1_answers_objects_where_nothing_else_is_asked(acme):
    acme.remember("I keep bees.")
    ask = {"query": "bees", "user_id": "alice"}
    assert isinstance(acme.post("/v1/memories/search/", ask).json(), list)
    configure(acme, version="v1.1")
    assert set(acme.post("/v1/memories/search/", ask).json()) == {"results", "relations"}  # fmt: skip
    assert set(listed(acme)) == {"results", "relations"}
    added = acme.post("/v1/memories/", {"messages": "Hi.", "user_id": "alice"}).json()
    assert set(added) == {"results"}
    older = acme.post("/v1/memories/search/", {**ask, "output_format": "v1.0"})
    assert isinstance(older.json(), list)


@pytest.mark.parametrize("version", ["v9", "", None, 5])
def test_a_version_that_does_not_exist_is_refused(acme, version):
    assert patch(acme, version=version).status_code == 400
