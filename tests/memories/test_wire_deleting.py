"""Odd but real requests to delete: what the official clients were seen to send."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest

from tests.memories.wire import BEES, listed, query, tenant, texts


@pytest.mark.parametrize("written", [repr, json.dumps], ids=["python", "json"])
def test_a_deletion_takes_filters_as_a_python_literal_or_json(acme, written):
    acme.remember(BEES)
    acme.remember("I fear bees.", user_id="bob")
    path = query("/v1/memories/", filters=written({"user_id": "alice"}))
    assert acme.delete(path).status_code == 200
    assert listed(acme) == []
    assert len(listed(acme, user_id="bob")) == 1


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"filters": "{}"},
        {"filters": "__import__('os')"},
        {"user_id": ""},
        {"metadata": "{}"},
    ],
)
def test_a_deletion_that_names_nobody_is_refused(acme, parameters):
    acme.remember(BEES)
    assert acme.delete(query("/v1/memories/", **parameters)).status_code == 400
    assert texts(listed(acme)) == [BEES]


def test_four_wildcards_delete_everything_of_the_project_alone(acme, umbrella):
    acme.remember(BEES, run_id="r-1")
    acme.remember("I fear bees.", user_id="bob")
    umbrella.remember("I keep secrets.")
    answer = acme.delete("/v1/memories/?user_id=*&agent_id=*&app_id=*&run_id=*")
    assert answer.status_code == 200
    assert listed(acme) == listed(acme, user_id="bob") == []
    assert texts(listed(umbrella)) == ["I keep secrets."]


def test_several_ids_delete_only_what_has_them_all(acme):
    acme.remember(BEES, run_id="r-1")
    acme.remember("I bake rye bread.")
    assert acme.delete("/v1/memories/?user_id=alice&run_id=r-1").status_code == 200
    assert texts(listed(acme)) == ["I bake rye bread."]


@pytest.mark.parametrize("name", [quote("al ice/x", safe=""), "al%20ice/x"])
def test_an_entity_with_a_slash_is_deleted(acme, name):
    acme.remember(BEES, user_id="al ice/x")
    answer = acme.delete(f"/v2/entities/user/{name}/?{urlencode(tenant(acme))}")
    assert answer.status_code == 200
    assert listed(acme, user_id="al ice/x") == []


def test_an_entity_is_deleted_by_the_number_a_list_gave(acme):
    acme.remember(BEES)
    (entity,) = acme.get("/v1/entities/").json()["results"]
    assert acme.delete(f"/v1/entities/user/{entity['id']}/").status_code == 200
    assert listed(acme) == []


def test_an_entity_is_not_named_by_a_word_where_a_number_belongs(acme):
    answer = acme.delete("/v1/entities/user/alice/")
    assert answer.status_code == 400
    assert answer.json()["error"] == "Invalid entity ID. Must be an integer."


def test_an_unknown_kind_of_entity_is_refused(acme):
    answer = acme.delete("/v2/entities/robot/x/")
    assert answer.status_code == 400
    assert answer.json()["message"] == "Invalid entity type"
