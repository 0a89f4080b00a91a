from __future__ import annotations

import pytest

from tests.acceptance.sdk import Refused

URL = "https://hooks.example.com/mem0"


@pytest.fixture
def webhook(client, acme):
    return client.create_webhook(
        url=URL,
        name="Hook",
        project_id=str(acme.project.pk),
        event_types=["memory_add"],
    )


def test_a_webhook_is_created_and_listed(client, acme, webhook):
    assert (webhook["name"], webhook["url"], webhook["is_active"]) == ("Hook", URL, True)  # fmt: skip
    (listed,) = client.get_webhooks(project_id=str(acme.project.pk))
    assert listed["webhook_id"] == webhook["webhook_id"]


def test_a_webhook_is_changed_and_deleted(client, acme, webhook):
    answer = client.update_webhook(
        webhook["webhook_id"], name="Renamed", url=f"{URL}/2", event_types=["memory_delete"]
    )  # fmt: skip
    assert answer["message"] == "Webhook updated successfully"
    (kept,) = client.get_webhooks(project_id=str(acme.project.pk))
    assert (kept["name"], kept["url"], kept["event_types"]) == ("Renamed", f"{URL}/2", ["memory_delete"])  # fmt: skip
    answer = client.delete_webhook(webhook["webhook_id"])
    assert answer["message"] == "Webhook deleted successfully"
    assert client.get_webhooks(project_id=str(acme.project.pk)) == []


def test_a_webhook_to_an_inner_address_is_refused(client, acme):
    with pytest.raises(Refused) as refused:
        client.create_webhook(
            url="http://127.0.0.1/x",
            name="Hook",
            project_id=str(acme.project.pk),
            event_types=["memory_add"],
        )
    assert "url" in refused.value.body


def test_the_webhooks_of_another_project_are_refused(client, umbrella):
    with pytest.raises(Refused) as refused:
        client.get_webhooks(project_id=str(umbrella.project.pk))
    assert refused.value.body["error"] == "You don't have access to this project"
