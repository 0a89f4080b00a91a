from __future__ import annotations

import pytest

from tests.acceptance.javascript.sdk import NEWEST
from tests.acceptance.sdk import Refused


def names(client):
    return {(row["type"], row["name"]) for row in client.users()["results"]}


def test_everybody_with_memories_is_listed(client, umbrella):
    umbrella.remember("I keep secrets.", user_id="mallory")
    client.store("I keep bees.", agent_id="tutor", app_id="web", run_id="r-1")
    expected = {("user", "alice"), ("agent", "tutor"), ("app", "web"), ("run", "r-1")}
    assert names(client) == expected


def test_an_entity_has_what_clients_read(client):
    client.store("I keep bees.")
    (entity,) = client.users()["results"]
    assert entity["id"].isdecimal()
    assert entity[client.word("total_memories")] == 1


@NEWEST
def test_people_come_in_pages(client):
    client.store("I keep bees.", run_id="r-1")
    pages = [
        client.users({"page": number, "pageSize": 1})["results"] for number in (1, 2)
    ]
    assert [len(page) for page in pages] == [1, 1]
    assert {row["name"] for page in pages for row in page} == {"alice", "r-1"}


def test_somebody_is_deleted_by_number(client):
    client.store("I keep bees.")
    client.store("I fear bees.", user_id="bob")
    (alice,) = (row for row in client.users()["results"] if row["name"] == "alice")
    answer = client.deleteUser({"entity_id": alice["id"], "entity_type": "user"})
    assert isinstance(answer["message"], str)
    assert names(client) == {("user", "bob")}
    assert client.listed() == []


def test_a_number_without_a_kind_is_a_user(client):
    client.store("I keep bees.")
    (alice,) = client.users()["results"]
    client.deleteUser({"entity_id": int(alice["id"])})
    assert names(client) == set()


def test_a_user_is_deleted_with_all_memories(client):
    client.store("I keep bees.")
    client.store("I fear bees.", user_id="bob")
    answer = client.deleteUsers(client.spelled(user_id="alice"))
    assert answer["message"] == "Entity deleted successfully."
    assert client.listed() == []
    assert names(client) == {("user", "bob")}


@pytest.mark.parametrize("kind", ["agent", "app", "run"])
def test_every_kind_of_entity_is_deleted(client, kind):
    client.store("I keep bees.", **{f"{kind}_id": "x-1"})
    client.deleteUsers(client.spelled(**{f"{kind}_id": "x-1"}))
    assert (kind, "x-1") not in names(client)


@NEWEST
@pytest.mark.parametrize(
    "name", ["al ice/x", "alice@example.org", "josé:1", "a&b=c", "søster/", "100% sure"]
)
def test_a_name_may_hold_what_urls_give_a_meaning(client, name):
    client.store("I keep bees.", user_id=name)
    client.store("I fear bees.", user_id="bob")
    client.deleteUsers({"userId": name})
    assert names(client) == {("user", "bob")}


def test_deleting_somebody_unknown_is_no_error(client):
    assert client.deleteUsers(client.spelled(user_id="nobody"))["message"]


def test_everybody_is_deleted_when_nobody_is_named(client):
    client.store("I keep bees.", run_id="r-1")
    client.store("I fear bees.", user_id="bob")
    answer = client.deleteUsers()
    assert answer["message"] == "All users, agents, apps and runs deleted."
    assert names(client) == set()


def test_deleting_everybody_of_nobody_is_told(client):
    with pytest.raises(Refused, match="No entities to delete"):
        client.deleteUsers()


def test_a_deletion_that_fails_names_whom_it_was_about(client):
    client.users()
    client.loseKey()
    with pytest.raises(Refused, match="Failed to delete user alice") as refused:
        client.deleteUsers(client.spelled(user_id="alice"))
    assert refused.value.name == "APIError"
