from __future__ import annotations

import pytest

from tests.acceptance.sdk import Refused


def names(client):
    return {(row["type"], row["name"]) for row in client.users()["results"]}


def test_everybody_with_memories_is_listed(client):
    client.store("I keep bees.", agent_id="tutor", app_id="web", run_id="r-1")
    expected = {("user", "alice"), ("agent", "tutor"), ("app", "web"), ("run", "r-1")}
    assert names(client) == expected


def test_an_entity_has_what_clients_read(client):
    client.store("I keep bees.")
    answer = client.users()
    (entity,) = answer["results"]
    assert entity["id"].isdecimal()
    assert entity["total_memories"] == 1
    assert answer["count"] == answer["total_users"] == 1


def test_nobody_is_listed_in_an_empty_project(client, umbrella):
    umbrella.remember("I keep secrets.")
    assert client.users()["results"] == []


def test_a_user_is_deleted_with_all_memories(client):
    client.store("I keep bees.")
    client.store("I fear bees.", user_id="bob")
    answer = client.delete_users(user_id="alice")
    assert answer["message"] == "Entity deleted successfully."
    assert client.listed(user_id="alice") == []
    assert names(client) == {("user", "bob")}


@pytest.mark.parametrize("kind", ["agent", "app", "run"])
def test_every_kind_of_entity_is_deleted(client, kind):
    client.store("I keep bees.", **{f"{kind}_id": "x-1"})
    client.delete_users(**{f"{kind}_id": "x-1"})
    assert (kind, "x-1") not in names(client)


@pytest.mark.parametrize(
    "name", ["al ice/x", "alice@example.org", "josé:1", "a&b=c", "søster/"]
)
def test_a_name_may_hold_what_urls_give_a_meaning(client, name):
    client.store("I keep bees.", user_id=name)
    client.store("I fear bees.", user_id="bob")
    client.delete_users(user_id=name)
    assert names(client) == {("user", "bob")}


def test_a_name_with_a_percent_sign_is_deleted(client):
    client.store("I keep bees.", user_id="100% sure")
    client.delete_users(user_id="100% sure")
    assert names(client) == set()


def test_deleting_somebody_unknown_is_no_error(client):
    assert client.delete_users(user_id="nobody")["message"]


def test_everybody_is_deleted_when_nobody_is_named(client):
    client.store("I keep bees.", run_id="r-1")
    client.store("I fear bees.", user_id="bob")
    answer = client.delete_users()
    assert answer["message"] == "All users, agents, apps and runs deleted."
    assert names(client) == set()


def test_deleting_everybody_of_nobody_is_told(client):
    with pytest.raises(Refused, match="No entities to delete"):
        client.delete_users()


def test_a_reset_leaves_nothing(client, umbrella):
    umbrella.remember("I keep secrets.")
    client.store("I keep bees.")
    answer = client.reset()
    assert "reset successful" in answer["message"]
    assert client.listed(user_id="alice") == []
    assert len(umbrella.get("/v1/memories/?user_id=alice").json()) == 1
