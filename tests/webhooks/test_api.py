from __future__ import annotations

import uuid
from typing import Any

import pytest

from orgs.tenancy import tenant
from tests.webhooks.conftest import hook
from webhooks.models import Webhook

BODY = {
    "name": "CRM",
    "url": "https://hooks.example.com/mem0",
    "event_types": ["memory_add", "memory_update"],
}


def root(api) -> str:
    return f"/api/v1/webhooks/projects/{api.project.pk}/"


def one(webhook_id: object) -> str:
    return f"/api/v1/webhooks/{webhook_id}/"


@pytest.fixture
def made(acme) -> Any:
    return acme.post(root(acme), BODY).json()


def test_a_new_webhook_is_answered_whole(acme):
    answer = acme.post(root(acme), BODY)
    assert answer.status_code == 201
    body = answer.json()
    assert body | BODY == body
    assert body["webhook_id"] == body["id"]
    assert uuid.UUID(body["webhook_id"])
    assert body["is_active"] is True
    assert (body["owner"], body["project"]) == ("Acme", acme.project.name)
    assert body["created_at"]
    assert body["updated_at"]
    assert body["secret"].startswith("whsec_")


def test_the_list_is_a_bare_array_without_secrets(acme, made):
    answer = acme.get(root(acme))
    assert answer.status_code == 200
    assert [row["webhook_id"] for row in answer.json()] == [made["webhook_id"]]
    assert "whsec_" not in answer.content.decode()


def test_options_of_older_javascript_clients_are_read(acme):
    body = {
        "name": "CRM",
        "url": BODY["url"],
        "eventTypes": ["memory_delete"],
        "projectId": "ignored",
    }
    made = acme.post(root(acme), body).json()
    assert made["event_types"] == ["memory_delete"]
    changed = acme.put(
        one(made["webhook_id"]),
        {"webhookId": made["webhook_id"], "eventTypes": ["memory_add"]},
    )
    assert changed.json()["event_types"] == ["memory_add"]


def test_an_update_changes_what_is_given(acme, made):
    answer = acme.put(one(made["id"]), {"name": "Sales"})
    assert answer.status_code == 200
    body = answer.json()
    assert body["message"] == "Webhook updated successfully"
    assert (body["name"], body["url"]) == ("Sales", BODY["url"])
    assert body["updated_at"] > made["updated_at"]
    assert acme.get(one(made["id"])).json()["name"] == "Sales"


def test_a_deleted_webhook_is_gone(acme, made):
    answer = acme.delete(one(made["id"]))
    assert answer.status_code == 200
    assert answer.json()["message"] == "Webhook deleted successfully"
    assert acme.get(root(acme)).json() == []
    again = acme.delete(one(made["id"]))
    assert again.status_code == 404
    assert again.json()["error"] == "Webhook not found"


@pytest.mark.parametrize("field", ["name", "url", "event_types"])
def test_a_missing_field_is_named(acme, field):
    answer = acme.post(root(acme), {k: v for k, v in BODY.items() if k != field})
    assert answer.status_code == 400
    assert answer.json()[field] == ["This field is required."]
    assert field in answer.json()["detail"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "https://127.0.0.2/"),
        ("url", "https://localhost/"),
        ("url", "https://169.254.169.254/latest/meta-data/"),
        ("url", "http://hooks.example.com/"),
        ("url", "https://user:pw@hooks.example.com/"),
        ("url", "not a url"),
        ("url", f"https://hooks.example.com/{'x' * 2100}"),
        ("url", 7),
        ("url", None),
        ("name", ""),
        ("name", " "),
        ("name", "x" * 256),
        ("name", {"a": 1}),
        ("name", "a\0b"),
        ("event_types", []),
        ("event_types", ["memory_add", "memory_eat"]),
        ("event_types", "memory_add"),
        ("event_types", [["memory_add"]]),
        ("is_active", "perhaps"),
    ],
)
def test_a_bad_value_is_refused_and_nothing_changes(acme, made, field, value):
    for answer in (
        acme.post(root(acme), {**BODY, field: value}),
        acme.put(one(made["id"]), {field: value}),
    ):
        assert answer.status_code == 400
        assert field in answer.json()
        assert isinstance(answer.json()["detail"], str)
    (row,) = acme.get(root(acme)).json()
    assert row["url"] == BODY["url"]


@pytest.mark.parametrize("body", [[], "text", [1], None])
def test_a_body_that_is_no_object_is_a_400(acme, body):
    assert acme.post(root(acme), body).status_code == 400


def test_other_projects_and_unknown_ones_get_the_same_answer(acme, umbrella):
    for project_id in (umbrella.project.pk, uuid.uuid4(), "default", "7"):
        path = f"/api/v1/webhooks/projects/{project_id}/"
        for answer in (acme.get(path), acme.post(path, BODY)):
            assert answer.status_code == 403
            message = "You don't have access to this project"
            assert answer.json()["error"] == message
    assert umbrella.get(root(umbrella)).json() == []


CALLS = [
    ("GET", ""),
    ("PUT", ""),
    ("DELETE", ""),
    ("GET", "deliveries/"),
    ("GET", f"deliveries/{uuid.UUID(int=1)}/"),
    ("POST", f"deliveries/{uuid.UUID(int=1)}/replay/"),
    ("POST", "replay-failed/"),
    ("POST", "test/"),
    ("GET", "secret/"),
    ("POST", "secret/rotate/"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_foreign_webhook_is_as_unknown_as_none(acme, umbrella, method, path):
    foreign = hook(umbrella, BODY["url"])
    answers = [
        acme.call(method, one(key) + path, {}).json() | {"request_id": ""}
        for key in (foreign.pk, uuid.uuid4(), "7")
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["error"] == "Webhook not found"
    with tenant(umbrella.project):
        same = Webhook.unscoped.get(project=umbrella.project, pk=foreign.pk)
    assert same.secret == foreign.secret


def test_a_key_is_needed(acme, made):
    answer = acme.call("GET", one(made["id"]), authorization="")
    assert answer.status_code == 401


def test_a_project_has_room_for_so_many_webhooks(acme):
    for number in range(50):
        hook(acme, BODY["url"], name=str(number))
    answer = acme.post(root(acme), BODY)
    assert answer.status_code == 409
    assert "50" in answer.json()["detail"]
