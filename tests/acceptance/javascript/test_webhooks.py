from __future__ import annotations

import pytest

from tests.acceptance.sdk import Refused

URL = "https://hooks.example.com/mem0"


def made(client, **options):
    given = {"name": "Hook", "url": URL, "eventTypes": ["memory_add"], **options}
    return client.createWebhook(given)


def test_a_webhook_is_created(client):
    webhook = made(client)
    assert isinstance(webhook[client.word("webhook_id")], str)
    assert webhook[client.word("is_active")] is True
    assert webhook[client.word("event_types")] == ["memory_add"]
    assert (webhook["name"], webhook["url"]) == ("Hook", URL)


def test_webhooks_are_listed_as_a_bare_array(client):
    assert client.getWebhooks() == []
    key = client.word("webhook_id")
    webhook = made(client)
    (listed,) = client.getWebhooks()
    assert (listed[key], listed["name"]) == (webhook[key], "Hook")


def test_a_project_may_be_named(client, acme):
    made(client)
    assert len(client.getWebhooks({"projectId": str(acme.project.pk)})) == 1


def test_the_project_of_somebody_else_is_refused(client, umbrella):
    with pytest.raises(Refused, match="have access to this project") as refused:
        client.getWebhooks({"projectId": str(umbrella.project.pk)})
    assert refused.value.name == "AuthenticationError"
    assert refused.value.code == "HTTP_403"


def test_a_webhook_is_changed(client):
    identifier = made(client)[client.word("webhook_id")]
    answer = client.updateWebhook(
        {
            "webhookId": identifier,
            "name": "Renamed",
            "url": f"{URL}/2",
            "eventTypes": ["memory_update", "memory_delete"],
        }
    )
    assert answer["message"] == "Webhook updated successfully"
    (kept,) = client.getWebhooks()
    assert (kept["name"], kept["url"]) == ("Renamed", f"{URL}/2")
    assert kept[client.word("event_types")] == ["memory_update", "memory_delete"]


def test_a_change_of_one_thing_leaves_the_others(client):
    identifier = made(client)[client.word("webhook_id")]
    client.updateWebhook({"webhookId": identifier, "name": "Renamed"})
    (kept,) = client.getWebhooks()
    assert (kept["name"], kept["url"]) == ("Renamed", URL)


def test_a_webhook_is_deleted(client):
    identifier = made(client)[client.word("webhook_id")]
    answer = client.deleteWebhook({"webhookId": identifier})
    assert answer["message"] == "Webhook deleted successfully"
    assert client.getWebhooks() == []


def test_an_unknown_webhook_is_not_found(client):
    with pytest.raises(Refused, match="Webhook not found") as refused:
        client.deleteWebhook({"webhookId": "wh_nothing"})
    assert refused.value.name == "MemoryNotFoundError"


@pytest.mark.parametrize(
    "wrong",
    [{"url": "http://127.0.0.1/x"}, {"eventTypes": ["memory_sung"]}, {"name": ""}],
    ids=["address", "event", "name"],
)
def test_a_webhook_that_makes_no_sense_is_refused(client, wrong):
    with pytest.raises(Refused) as refused:
        made(client, **wrong)
    assert refused.value.name == "ValidationError"
