from __future__ import annotations

import pytest

from tests.acceptance.sdk import Refused

CATEGORIES = [{"home_town": "Where somebody lives"}, {"petNames": "Names of pets"}]


def test_a_fresh_project_has_no_instructions(client):
    project = client.getProject({"fields": ["custom_instructions"]})
    assert project[client.word("custom_instructions")] is None
    assert client.word("custom_categories") in project


def test_instructions_are_set_and_emptied_again(client):
    name = client.word("custom_instructions")
    answer = client.updateProject({name: "Keep places."})
    assert "updated successfully" in answer["message"]
    assert client.getProject({})[name] == "Keep places."
    client.updateProject({name: ""})
    assert not client.getProject({})[name]


def test_categories_keep_their_names(client):
    name = client.word("custom_categories")
    client.updateProject({name: CATEGORIES})
    assert client.getProject({})[name] == CATEGORIES


def test_every_setting_is_understood(client):
    settings = client.spelled(
        agent_custom_instructions="Keep promises.",
        memory_depth=None,
        usecase_setting="support",
        multilingual=True,
        decay=True,
        enable_graph=False,
        version="v2",
    )
    client.updateProject(settings)
    project = client.getProject({})
    assert project["decay"] is True
    assert project["multilingual"] is True
    assert project[client.word("agent_custom_instructions")] == "Keep promises."


def test_a_setting_that_makes_no_sense_is_refused(client):
    with pytest.raises(Refused, match="decay") as refused:
        client.updateProject({"decay": "perhaps"})
    assert refused.value.name == "ValidationError"


def test_a_project_is_that_of_the_key(client, umbrella):
    client.updateProject({client.word("custom_instructions"): "Keep places."})
    umbrella.project.refresh_from_db()
    assert "Keep places." not in str(vars(umbrella.project))
