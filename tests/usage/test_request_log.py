"""The request log: what is in it, how it is narrowed, what is never in it."""

from __future__ import annotations

import json

import pytest

from orgs import auth
from orgs.tenancy import tenant
from orgs.usage.recorder import RECORDER
from tests.contract.reading import check

SECRET = "sk-live-0123456789abcdefghij"


@pytest.fixture
def keeping(acme):
    """A project that keeps bodies."""
    project = acme.project
    path = (
        f"/api/v1/orgs/organizations/{project.organization_id}/projects/{project.pk}/"
    )
    assert acme.call("PATCH", path, {"log_bodies": True}).status_code == 200
    assert acme.get(path).json()["log_bodies"] is True
    auth.forget(project.pk)
    return acme


def test_a_request_is_logged_with_what_there_is_to_know(acme, logged):
    answer = acme.post(
        "/v3/memories/search/?trace=1",
        {"query": "home", "filters": {"AND": [{"user_id": "alice"}, {"run_id": "r1"}]}},
        **{"x-request-id": "mine", "user-agent": "tests/1"},
    )
    (row,) = logged(acme, "?verb=search")
    assert row["created_at"]
    assert row["latency"] > 0
    told = {
        "verb": "search", "method": "POST", "route": "/v3/memories/search/",
        "path": "/v3/memories/search/", "query": "trace=1", "status": 200,
        "error_code": None, "user_id": "alice", "agent_id": None, "run_id": "r1",
        "request_id": "mine", "client": "tests/1",
        "response_size": len(answer.content),
    }  # fmt: skip
    assert {name: row[name] for name in told} == told
    assert row["key"] == f"{acme.key[:7]}…{acme.key[-4:]}"
    assert acme.key not in json.dumps(row)


def test_an_entity_of_the_path_or_the_query_is_noticed(acme, logged):
    acme.get("/v2/entities/agent/a%2Fb/")
    acme.get("/v1/memories/?userId=bob")
    acme.get("/v1/memories/user/carol/")
    carol, bob, agent = logged(acme)
    assert (carol["user_id"], bob["user_id"], agent["agent_id"]) == (
        "carol",
        "bob",
        "a/b",
    )


def test_errors_are_logged_with_their_code(acme, logged):
    acme.post("/v3/memories/search/", {"query": ""})
    (row,) = logged(acme, "?status=error")
    assert (row["status"], row["error_code"]) == (400, "invalid_input")


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("?verb=stats", ["/v1/stats/"]),
        ("?method=post", ["/v3/memories/"]),
        ("?status=4xx", ["/v1/event/none/"]),
        ("?status=404", ["/v1/event/none/"]),
        ("?user_id=bob", ["/v3/memories/"]),
        ("?request_id=seven", ["/v1/stats/"]),
        ("?route=/v1/event/{event_id}/", ["/v1/event/none/"]),
        ("?slower_than=600000", []),
        ("?from=2000-01-01&to=2000-01-02", []),
        ("?limit=1", ["/v3/memories/"]),
    ],
)
def test_the_log_can_be_narrowed(acme, logged, query, paths):
    acme.call("GET", "/v1/stats/", **{"x-request-id": "seven"})
    acme.get("/v1/event/none/")
    acme.post("/v3/memories/", {"filters": {"user_id": "bob"}})
    assert [row["path"] for row in logged(acme, query)] == paths


@pytest.mark.parametrize(
    "query",
    ["status=teapot", "key_id=1", "before=x", "limit=0", "limit=201", "limit=x",
     "from=yesterday", "slower_than=-1", "slower_than=x", "status=%D9%A4xx"],
)  # fmt: skip
def test_a_bad_condition_is_told(acme, query):
    answer = acme.get(f"/v1/requests/?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()["detail"]


def test_pages_lead_from_the_newest_to_the_oldest(acme):
    for number in range(5):
        acme.call("GET", "/v1/stats/", **{"x-request-id": f"r{number}"})
    RECORDER.flush()
    path, found = "/v1/requests/?verb=stats&limit=2", []
    while path:
        page = acme.get(path).json()
        found += [row["request_id"] for row in page["results"]]
        path = page["next"]
    assert found == ["r4", "r3", "r2", "r1", "r0"]


def test_bodies_are_not_kept_unless_the_project_wants_it(acme, logged):
    acme.remember("I live in Porto.")
    (row,) = logged(acme)
    detail = acme.get(f"/v1/requests/{row['id']}/").json()
    assert (detail["request_body"], detail["response_body"]) == (None, None)
    with tenant(acme.project):
        assert not acme.project.request_bodies.exists()


def test_bodies_are_kept_without_secrets(keeping, logged):
    keeping.remember(
        f"My key is {keeping.key} and theirs {SECRET}.",
        metadata={"api_key": "abc", "note": {"password": "hunter2", "colour": "red"}},
    )
    keeping.post("/api-keys", {"label": "second"})
    key, add = logged(keeping, "?method=POST")
    detail = check(
        keeping.get(f"/v1/requests/{add['id']}/"), "GET", "/v1/requests/{log_id}/"
    )
    sent = json.loads(detail["request_body"])
    assert sent["messages"][0]["content"].startswith("My key is [redacted] and")
    assert sent["metadata"] == {
        "api_key": "[redacted]",
        "note": {"password": "[redacted]", "colour": "red"},
    }
    made = keeping.get(f"/v1/requests/{key['id']}/").json()["response_body"]
    assert json.loads(made)["key"] == "[redacted]"
    for secret in (keeping.key, SECRET, "hunter2"):
        assert secret not in json.dumps(detail) + made


def test_a_long_body_is_cut(keeping, logged):
    keeping.post("/v3/memories/search/", {"query": "x" * 9_000, "user_id": "alice"})
    (row,) = logged(keeping, "?verb=search")
    body = keeping.get(f"/v1/requests/{row['id']}/").json()["request_body"]
    assert len(body) < 8_300
    assert body.endswith("more characters)")


def test_a_secret_in_a_query_is_not_logged(acme, logged):
    acme.get(f"/v1/stats/?api_key={SECRET}&q={acme.key}")
    (row,) = logged(acme)
    assert SECRET not in row["query"]
    assert acme.key not in row["query"]


@pytest.mark.parametrize("path", ["/v2/entities/user/alice/", "/entities/user/alice"])
def test_who_is_erased_is_taken_out_of_the_log(keeping, logged, numbers, path):
    keeping.remember("I live in Porto.")
    keeping.get("/v1/memories/?user_id=alice")
    keeping.get("/v2/entities/user/alice/")
    keeping.get("/v1/memories/?user_id=bob")
    numbers(keeping)
    assert keeping.delete(path).status_code == 200
    rows = logged(keeping)
    assert "alice" not in json.dumps(rows)
    assert "bob" in json.dumps(rows)
    with tenant(keeping.project):
        names = set(keeping.project.entity_days.values_list("name", flat=True))
        kept = "".join(keeping.project.request_bodies.values_list("request", flat=True))
    assert names == {"bob"}
    assert "Porto" not in kept


def test_a_reset_takes_everybody_out_of_the_log(keeping, logged):
    keeping.remember("I live in Porto.")
    logged(keeping)
    keeping.post("/reset", {})
    assert "alice" not in json.dumps(logged(keeping))
    with tenant(keeping.project):
        assert keeping.project.request_bodies.count() <= 1  # of the reset itself


def test_another_tenants_request_does_not_exist(acme, umbrella, logged):
    umbrella.get("/v1/stats/")
    (row,) = logged(umbrella)
    assert acme.get(f"/v1/requests/{row['id']}/").status_code == 404
    assert logged(acme, f"?request_id={row['request_id']}") == []


def test_the_flat_surface_lists_the_same_log(acme):
    acme.get("/v1/stats/")
    acme.get("/v1/ping/")
    RECORDER.flush()
    found = check(acme.get("/requests?limit=1"), "GET", "/requests")
    assert [(row["path"], row["auth_type"]) for row in found] == [
        ("/v1/ping/", "api_key")
    ]
    assert acme.get("/requests?limit=201").status_code == 400
