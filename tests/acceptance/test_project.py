"""The project, its settings and its members, as an owner's key sees them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from orgs import services
from orgs.models import User
from tests.acceptance.sdk import Client, Refused

CATEGORIES = [{"home_town": "Where somebody lives"}, {"pets": "Animals at home"}]


@pytest.fixture
def owner(driver, live):
    """The client with the key of an organization's owner."""
    person = User.objects.create_user(f"{uuid4().hex}@example.org")
    project = services.create_organization(name="Owned", owner=person).projects.get()
    _, key = services.create_key(project, created_by=person)
    return Client(driver, {"api_key": key, "host": live.url})


def test_instructions_are_set_and_emptied_again(client):
    assert client.project("get")["custom_instructions"] is None
    answer = client.project("update", custom_instructions="Keep places.")
    assert answer["message"] == "Project updated successfully"
    shown = client.project("get", fields=["custom_instructions"])
    assert shown["custom_instructions"] == "Keep places."
    client.project("update", custom_instructions="")
    assert not client.project("get")["custom_instructions"]


def test_categories_keep_their_names(client):
    client.project("update", custom_categories=CATEGORIES)
    assert client.project("get")["custom_categories"] == CATEGORIES


def test_the_deprecated_methods_still_work(client):
    client.update_project(custom_instructions="Keep names.")
    assert client.get_project()["custom_instructions"] == "Keep names."


def test_members_come_and_go(owner):
    address = f"{uuid4().hex}@example.org"
    added = owner.project("add_member", email=address, role="READER")
    assert added["message"] == "User added to the project successfully."
    changed = owner.project("update_member", email=address, role="OWNER")
    assert changed["message"] == "User role updated successfully."
    people = {m["email"]: m["role"] for m in owner.project("get_members")["members"]}
    assert people[address] == "OWNER"
    removed = owner.project("remove_member", email=address)
    assert removed["message"] == "Member removed from the project"


def test_a_project_is_created_and_deleted(owner):
    made = owner.project("create", name="Second", description="Another")
    assert made["message"] == "Project created successfully."
    gone = owner.project("delete")
    assert gone["message"] == "Project and related data deleted successfully."
    with pytest.raises(Refused):
        owner.users()
