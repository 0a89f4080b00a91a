from __future__ import annotations

import uuid

import pytest

from orgs import services
from orgs.auth import credential
from orgs.models import Project, Role
from orgs.tenancy import tenant
from tests.orgs.conftest import join

KEYS = {
    "project_id", "id", "org_id", "name", "description", "members",
    "custom_instructions", "custom_categories", "retrieval_criteria", "enable_graph",
    "decay", "multilingual", "version", "log_bodies", "secrets_mode", "pii_mode", "gate", "memory_depth", "usecase", "inclusion_prompt",
    "exclusion_prompt", "agent_custom_instructions", "update_custom_instructions",
    "summary_custom_instructions", "summary_batch_size", "summary_max_tokens",
    "expiration_date", "is_default", "active_prompt_profile", "user_role",
    "created_at", "updated_at", "llm", "embedder", "embedding_model",
    "embedding_dimensions", "next_embedding_model",
}  # fmt: skip


def patch(person, **changes):
    return person.api.call("PATCH", person.project, changes)


def test_a_project_shows_every_key_of_the_contract(owner):
    shown = owner.api.get(f"{owner.project}?fields=decay&fields=name").json()
    assert set(shown) == KEYS
    assert shown["custom_categories"] is None
    assert shown["user_role"] == "OWNER"


def test_a_projects_model_is_shown_without_its_secret(owner):
    services.configure_llm(owner.api.project, model="m", api_key="hush-hush")
    assert b"hush" not in owner.api.get(owner.project).content
    assert owner.api.get(owner.project).json()["llm"] == {
        "provider": "openai",
        "config": {"model": "m", "api_key": "********"},
    }


def test_an_update_changes_what_is_given_and_nothing_else(owner):
    patch(owner, custom_instructions="Only food.", decay=True)
    answer = patch(owner, agent_custom_instructions="Be brief.", enable_graph=True)
    assert answer.json() == {"message": "Project updated successfully"}
    shown = owner.api.get(owner.project).json()
    assert shown["custom_instructions"] == "Only food."
    assert shown["agent_custom_instructions"] == "Be brief."
    assert (shown["decay"], shown["enable_graph"]) == (True, True)


def test_instructions_may_come_as_lines_and_blank_ones_clear(owner):
    patch(owner, custom_instructions=["Only food.", "Never money."])
    shown = owner.api.get(owner.project).json()
    assert shown["custom_instructions"] == "Only food.\nNever money."
    patch(owner, custom_instructions="")
    assert owner.api.get(owner.project).json()["custom_instructions"] is None


@pytest.mark.parametrize(
    "categories", [[{"food": "What one eats"}], ["food", "travel"], []]
)
def test_categories_come_back_as_they_were_set(owner, categories):
    assert patch(owner, custom_categories=categories).status_code == 200
    shown = owner.api.get(owner.project).json()
    assert shown["custom_categories"] == categories


@pytest.mark.parametrize(
    "changes",
    [
        {"custom_categories": "food"},
        {"custom_categories": [5]},
        {"custom_categories": [{}]},
        {"custom_categories": ["x"] * 101},
        {"custom_instructions": 5},
        {"custom_instructions": "x" * 20_481},
        {"enable_graph": "perhaps"},
        {"decay": None},
        {"name": ""},
        {"name": "x" * 201},
        {"retrieval_criteria": "joy"},
        {"retrieval_criteria": ["joy"]},
    ],
    ids=str,
)
def test_a_setting_that_makes_no_sense_changes_nothing(owner, changes):
    before = owner.api.get(owner.project).json()
    assert patch(owner, description="new", **changes).status_code == 400
    assert owner.api.get(owner.project).json() == before


def test_new_settings_act_on_the_very_next_request(owner):
    owner.api.remember("warm up the credential")
    patch(owner, custom_instructions="Only food.")
    assert credential(owner.api.key).project.custom_instructions == "Only food."


def test_other_projects_are_one_404_also_within_the_organization(owner, umbrella):
    sibling = services.create_project(owner.api.project.organization, name="sibling")
    theirs = umbrella.project
    paths = [
        f"{owner.organization}projects/{sibling.pk}/",
        f"{owner.organization}projects/{theirs.pk}/",
        f"{owner.organization}projects/{uuid.uuid4()}/",
        f"/api/v1/orgs/organizations/{theirs.organization_id}/projects/{theirs.pk}/",
    ]
    for path in paths:
        for method in ("GET", "PATCH", "DELETE"):
            answer = owner.api.call(method, path, {})
            assert answer.status_code == 404
            assert answer.json()["message"] == "Organization or project not found"
            assert owner.api.get(f"{path}members/").status_code == 404
    assert Project.objects.filter(pk__in=[sibling.pk, theirs.pk]).count() == 2


def test_the_list_shows_siblings_without_their_settings(owner):
    sibling = services.create_project(owner.api.project.organization, name="sibling")
    listed = owner.api.get(f"{owner.organization}projects/").json()
    by_id = {each["project_id"]: each for each in listed}
    assert set(by_id) == {str(owner.api.project.pk), str(sibling.pk)}
    assert set(by_id[str(owner.api.project.pk)]) == KEYS
    assert "custom_instructions" not in by_id[str(sibling.pk)]


def test_a_project_is_created_in_the_words_of_the_contract(owner):
    path = f"{owner.organization}projects/"
    answer = owner.api.post(path, {"name": "Second", "description": "d"})
    assert answer.status_code == 201
    assert answer.json()["message"] == "Project created successfully."
    made = Project.objects.get(pk=answer.json()["project_id"])
    assert (made.name, made.description) == ("Second", "d")
    refused = owner.api.post(path, {})
    assert refused.status_code == 400
    assert refused.json()["message"] == "Project could not be created."
    assert "name" in refused.json()["errors"]


def test_a_key_that_nobody_made_runs_its_own_project(acme):
    organization = f"/api/v1/orgs/organizations/{acme.project.organization_id}/"
    project = f"{organization}projects/{acme.project.pk}/"
    assert acme.get(project).json()["user_role"] == "ADMIN"
    assert acme.call("PATCH", project, {"decay": True}).status_code == 200
    created = acme.post(f"{organization}projects/", {"name": "x"})
    assert created.status_code == 201
    assert acme.delete(organization).status_code == 403


def test_readers_change_nothing(reader):
    created = reader.api.post(f"{reader.organization}projects/", {"name": "x"})
    assert created.status_code == 403
    assert created.json()["message"] == (
        "Unauthorized to create projects in this organization."
    )
    for answer in (patch(reader, decay=True), reader.api.delete(reader.project)):
        assert answer.status_code == 403
        assert answer.json()["message"] == "Unauthorized to modify this project."


def test_an_owner_of_the_project_alone_may_change_it(organization, owner):
    person = join(organization, Role.READER)
    with tenant(person.api.project):
        person.api.project.memberships.create(user=person.user, role=Role.OWNER)
    assert patch(person, decay=True).status_code == 200
    assert person.api.delete(person.organization).status_code == 403
