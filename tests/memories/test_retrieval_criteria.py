"""A project's retrieval criteria weigh what a search finds."""

from __future__ import annotations

import pytest

from tests.memories.wire import texts

PETS = {"name": "pets", "description": "cats, dogs and other animals at home"}
CARS = {"name": "cars", "description": "cars, engines and driving"}
SAID = (
    "I have a dog called Rex who sleeps at home.",
    "My cat hides behind the sofa at home.",
    "I drive a red car with a loud engine.",
    "My other car has a broken engine and sits in the garage.",
)


@pytest.fixture
def project(acme):
    acme.remember(*SAID)
    return acme


def patch(api, **changes):
    project = api.project
    path = (
        f"/api/v1/orgs/organizations/{project.organization_id}/projects/{project.pk}/"
    )
    return api.call("PATCH", path, changes)


def liking(api, *criteria):
    assert patch(api, retrieval_criteria=list(criteria)).status_code == 200


def search(api, path="/v3/memories/search/", **more):
    body = {
        "query": "Tell me about my life",
        "filters": {"user_id": "alice"},
        "threshold": 0,
        **more,
    }
    answer = api.post(path, body)
    assert answer.status_code == 200, answer.content
    data = answer.json()
    return data["results"] if isinstance(data, dict) else data


@pytest.mark.parametrize("path", ["/v3/memories/search/", "/v2/memories/search/", "/v1/memories/search/", "/search"])  # fmt: skip
def test_what_meets_a_criterion_comes_first(project, path):
    liking(project, PETS)
    assert set(texts(search(project, path)[:2])) == set(SAID[:2])
    liking(project, CARS)
    assert set(texts(search(project, path)[:2])) == set(SAID[2:])


def test_the_heavier_criterion_wins(project):
    liking(project, {**PETS, "weight": 5}, {**CARS, "weight": 1})
    assert set(texts(search(project)[:2])) == set(SAID[:2])
    liking(project, {**PETS, "weight": 1}, {**CARS, "weight": 5})
    assert set(texts(search(project)[:2])) == set(SAID[2:])


def test_a_negative_weight_pushes_back(project):
    liking(project, {**PETS, "weight": -1})
    assert set(texts(search(project)[:2])) == set(SAID[2:])


def test_a_score_says_what_criteria_made_of_it(project):
    liking(project, PETS)
    first, *_, last = search(project)
    assert 0.5 < first["score_breakdown"]["criteria"] <= 1
    assert 0 <= last["score_breakdown"]["criteria"] < 0.5
    assert 0 < last["score"] <= first["score"] <= 1


@pytest.mark.parametrize("none", [[], None, [{**PETS, "weight": 0}]])
def test_without_criteria_nothing_is_weighed(project, none):
    plain = search(project)
    assert patch(project, retrieval_criteria=none).status_code == 200
    assert search(project) == plain
    assert "criteria" not in plain[0]["score_breakdown"]


def test_a_search_may_leave_the_criteria_aside(project):
    plain = search(project)
    liking(project, PETS)
    assert search(project, use_criteria=False) == plain


def test_criteria_choose_among_the_answers_and_do_not_replace_them(project):
    liking(project, PETS)
    hit = search(project, query="Which car do I drive?")[0]
    assert "car" in hit["memory"]


def test_no_memories_and_criteria_are_no_error(acme):
    liking(acme, PETS)
    assert search(acme) == []


def test_criteria_of_one_project_weigh_nothing_elsewhere(project, umbrella):
    umbrella.remember(*SAID)
    plain = search(umbrella)
    liking(project, PETS)
    assert texts(search(umbrella)) == texts(plain)


@pytest.mark.parametrize(
    "criterion",
    [
        "pets",
        {},
        {"name": ""},
        {"name": 5},
        {"name": "pets", "weight": "heavy"},
        {"name": "pets", "weight": True},
        {"name": "pets", "weight": 101},
        {"name": "pets", "description": 5},
    ],
    ids=str,
)
def test_a_criterion_that_is_none_is_refused(acme, criterion):
    answer = patch(acme, retrieval_criteria=[criterion])
    assert answer.status_code == 400
    assert "retrieval_criteria[0]" in answer.json()["detail"]


def test_twenty_criteria_are_enough(acme):
    assert patch(acme, retrieval_criteria=[PETS] * 20).status_code == 200
    assert patch(acme, retrieval_criteria=[PETS] * 21).status_code == 400
