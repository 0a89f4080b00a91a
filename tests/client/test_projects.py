from __future__ import annotations

import inspect
import uuid

import pytest

from mem0.exceptions import MemoryNotFoundError, ValidationError
from orgs.models import User
from tests.memories.wire import UNKNOWN


def test_the_project_is_the_one_of_the_key(client, acme):
    found = client.project.get(fields=["custom_instructions", "name"])

    assert found["project_id"] == client.project_id == str(acme.project.pk)
    assert client.org_id == str(acme.project.organization_id)


def test_settings_change_as_given(client):
    client.project.update(
        custom_instructions="Only food.", custom_categories=[{"food": "Meals"}]
    )
    client.project.update(enable_graph=True)

    found = client.project.get()
    assert found["custom_instructions"] == "Only food."
    assert found["custom_categories"] == [{"food": "Meals"}]
    assert found["enable_graph"] is True


def test_a_setting_can_be_cleared(client):
    client.project.update(custom_instructions="Only food.")
    client.project.update(custom_instructions=None)

    assert client.project.get()["custom_instructions"] is None


def test_a_change_of_nothing_is_refused(client):
    with pytest.raises(ValidationError, match="At least one setting"):
        client.project.update()


def test_projects_come_and_go(client):
    made = client.project.create("Second", description="For tests")

    assert made["project_id"]
    assert client.project.delete()["message"].startswith("Project and related data")


def test_members_come_and_go(client):
    address = f"{uuid.uuid4().hex}@example.org"
    User.objects.create_user(address)

    client.project.add_member(address, role="READER")
    client.project.update_member(address, "OWNER")
    roles = {each["email"]: each["role"] for each in members(client)}
    client.project.remove_member(address)

    assert roles[address] == "OWNER"
    assert (address, "OWNER") not in [(m["email"], m["role"]) for m in members(client)]


def members(client):
    return client.project.get_members()["members"]


def test_the_old_names_work_and_say_where_they_went(client):
    with pytest.warns(
        DeprecationWarning, match=r"2027-06-01.*client\.project\.update\(\)"
    ) as warned:
        client.update_project(custom_instructions="Only food.")
    with pytest.warns(
        DeprecationWarning, match=r"2027-06-01.*client\.project\.get\(\)"
    ):
        found = client.get_project(fields=["custom_instructions"])

    assert found["custom_instructions"] == "Only food."
    if inspect.ismethod(client.get_project):
        assert warned[0].filename == __file__


def test_webhooks_come_change_and_go(client, acme):
    made = client.create_webhook(
        url="https://example.com/hook",
        name="Mine",
        project_id=str(acme.project.pk),
        event_types=["memory_add"],
    )
    client.update_webhook(made["webhook_id"], name="Ours", is_active=False)
    (listed,) = client.get_webhooks()
    client.delete_webhook(made["webhook_id"])

    assert (listed["name"], listed["is_active"]) == ("Ours", False)
    assert client.get_webhooks(project_id=str(acme.project.pk)) == []


def test_a_webhook_of_nobody_is_not_found(client):
    with pytest.raises(MemoryNotFoundError):
        client.delete_webhook(UNKNOWN)
