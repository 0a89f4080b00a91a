"""Rows made in bulk are what the engine would have made: the API cannot tell."""

from __future__ import annotations

import pytest

from bench import seed
from orgs.tenancy import tenant


@pytest.fixture
def crowd(acme, monkeypatch):
    monkeypatch.setattr(seed, "MADE", 80)  # so that some come back
    seed.fill(acme.project, seed.Crowd(200, people=5, rare=40))
    yield acme
    seed.empty(acme.project)


def listed(api, **where):
    body = {"filters": {"AND": [{"user_id": "*"}, where]}, "show_expired": True}
    answer = api.post("/v3/memories/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_memory_made_in_bulk_is_listed_found_and_kept_apart(crowd):
    rare = listed(crowd, categories={"in": [seed.RARE_CATEGORY]})
    assert len(rare) == len(listed(crowd, metadata=seed.RARE_METADATA)) == 5
    body = {"query": rare[0]["memory"], "filters": {"user_id": rare[0]["user_id"]}}
    hits = crowd.post("/v3/memories/search/", body).json()["results"]
    assert rare[0]["id"] in [hit["id"] for hit in hits]


def test_its_people_and_its_history_are_there(crowd):
    one = listed(crowd, categories={"in": [seed.RARE_CATEGORY]})[0]
    assert [
        change["event"]
        for change in crowd.get(f"/v1/memories/{one['id']}/history/").json()
    ] == ["ADD"]
    with tenant(crowd.project):
        people = crowd.project.entities.filter(type="user").count()
        counted = crowd.project.term_frequencies.get(term=0).documents
    assert (people, counted) == (5, 200)


def test_an_emptied_project_has_nothing_left(acme):
    seed.fill(acme.project, seed.Crowd(50, people=2))
    seed.empty(acme.project)
    assert listed(acme, user_id="person-0") == []
    with tenant(acme.project):
        assert not acme.project.entities.exists()
        assert not acme.project.history.exists()
