"""Real answers, key by key: what is described is there, and nothing else is."""

from __future__ import annotations

import uuid

import pytest

from tests.contract.reading import check

ALICE = {"user_id": "alice"}
MEMORY = "/v1/memories/{memory_id}/"
ENTITY = "/v2/entities/{entity_type}/{name}/"
HOOKS = "/api/v1/webhooks/projects/{project_id}/"
HOOK = "/api/v1/webhooks/{webhook_id}/"
ORGANIZATIONS = "/api/v1/orgs/organizations/"
NEW_HOOK = {
    "name": "CRM",
    "url": "https://hooks.example.com/x",
    "event_types": ["memory_add"],
}


@pytest.fixture
def memory(acme) -> str:
    found: str = acme.remember("Likes olives.", metadata={"topic": "food"})[0]["id"]
    return found


def asked(**more):
    return {"messages": [{"role": "user", "content": "I live in Porto."}], **more}


@pytest.mark.parametrize("path", ["/v3/memories/add/", "/v1/memories/"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"output_format": "v1.1"},
        {"infer": False},
        {"async_mode": False},
        {"async_mode": False, "output_format": "v1.1"},
    ],
    ids=str,
)
def test_an_add(acme, path, options):
    check(acme.post(path, asked(**ALICE, **options)), "POST", path)


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
@pytest.mark.parametrize("options", [{}, {"output_format": "v1.1"}, {"fields": ["memory"]}])  # fmt: skip
def test_a_search(acme, memory, version, options):
    path = f"/{version}/memories/search/"
    body = {"query": "olives", "filters": ALICE, **options}
    found = check(acme.post(path, body), "POST", path)
    assert found["results"] if isinstance(found, dict) else found


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_a_search_that_explains_itself(acme, memory, version):
    path = f"/{version}/memories/search/"
    asked = {"explain": True, "explain_ids": [memory], "max_tokens": 100}
    body = {"query": "olives", "filters": ALICE, **asked}
    found = check(acme.post(path, body), "POST", path)
    assert found["reasons"][0]["reason"] == "returned"


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize("query", ["", "?page=1&page_size=5"])
@pytest.mark.parametrize("options", [{}, {"output_format": "v1.1"}, {"fields": ["memory"]}])  # fmt: skip
def test_a_list(acme, memory, version, query, options):
    path = f"/{version}/memories/"
    check(acme.post(f"{path}{query}", {"filters": ALICE, **options}), "POST", path)


@pytest.mark.parametrize(
    "query", ["", "&page=1&page_size=5", "&output_format=v1.1", "&fields=memory"]
)
def test_a_list_of_the_first_version(acme, memory, query):
    answer = acme.get(f"/v1/memories/?user_id=alice{query}")
    assert check(answer, "GET", "/v1/memories/")


@pytest.mark.parametrize(
    "filters", ['{"user_id": "alice"}', "{'user_id': 'alice'}", "{'user_id': '*'}"]
)
def test_a_filter_in_a_query_as_json_or_as_python_writes_it(acme, memory, filters):
    answer = acme.get(f"/v1/memories/?filters={filters}")
    assert check(answer, "GET", "/v1/memories/")


def test_one_memory_and_its_changes(acme, memory):
    path = f"/v1/memories/{memory}/"
    check(acme.get(path), "GET", MEMORY)
    check(acme.put(path, {"text": "Likes figs."}), "PUT", MEMORY)
    check(acme.get(f"{path}history/"), "GET", f"{MEMORY}history/")
    check(acme.get(f"{path}why/"), "GET", f"{MEMORY}why/")
    check(acme.get("/v1/memories/events/"), "GET", "/v1/memories/events/")
    check(acme.delete(f"{path}?delete_linked=true"), "DELETE", MEMORY)


def test_many_memories(acme, memory):
    check(
        acme.put("/v1/batch/", {"memories": [{"memory_id": memory, "text": "Figs."}]}),
        "PUT",
        "/v1/batch/",
    )
    answer = acme.delete("/v1/batch/", {"memories": [memory]})
    check(answer, "DELETE", "/v1/batch/")


def test_deleting_whatever_matches(acme, memory):
    check(acme.delete("/v1/memories/?user_id=alice"), "DELETE", "/v1/memories/")


def test_entities(acme, memory):
    check(acme.get("/v1/ping/"), "GET", "/v1/ping/")
    check(acme.get("/v1/stats/"), "GET", "/v1/stats/")
    check(acme.get("/v1/entities/"), "GET", "/v1/entities/")
    check(acme.get("/v1/entities/filters/"), "GET", "/v1/entities/filters/")
    check(acme.get("/v2/entities/user/alice/"), "GET", ENTITY)
    of_entity = "/v1/memories/{entity_type}/{entity_id}/"
    check(acme.get("/v1/memories/user/alice/"), "GET", of_entity)
    check(
        acme.post("/v1/agents/", {"agent_id": "a", "name": "A"}), "POST", "/v1/agents/"
    )
    check(acme.delete("/v2/entities/user/alice/"), "DELETE", ENTITY)


def test_events(acme, memory):
    page = check(acme.get("/v1/events/"), "GET", "/v1/events/")
    assert page["results"]
    one = acme.get(f"/v1/event/{page['results'][0]['id']}/")
    check(one, "GET", "/v1/event/{event_id}/")


def test_exports_and_feedback(acme, memory):
    shape = {"type": "object", "properties": {"likes": {"type": "string"}}}
    made = check(
        acme.post("/v1/exports/", {"schema": shape, "filters": ALICE}),
        "POST",
        "/v1/exports/",
    )
    check(
        acme.post("/v1/exports/get/?wait=0", {"memory_export_id": made["id"]}),
        "POST",
        "/v1/exports/get/",
    )
    answer = acme.get(f"/v1/exports/{made['id']}/")
    check(answer, "GET", "/v1/exports/{identifier}/")
    check(acme.post("/v1/summary/", {"filters": ALICE}), "POST", "/v1/summary/")
    feedback = {"memory_id": memory, "feedback": "POSITIVE"}
    check(acme.post("/v1/feedback/", feedback), "POST", "/v1/feedback/")


def test_profiles(acme, memory):
    name = {"type": "string", "description": "What they like"}
    shape = {"type": "object", "properties": {"likes": name}}
    settings = {"enabled": True, "entities": {"user": {"schema": shape}}}
    place = "/v2/profiles/settings/"
    check(acme.post(place, settings), "POST", place)
    check(acme.get(place), "GET", place)
    run = check(
        acme.post("/v2/profiles/jobs/", {"operation": "trigger", "entity_id": "alice"}),
        "POST",
        "/v2/profiles/jobs/",
    )
    check(acme.get(run["status_url"]), "GET", "/v2/profiles/jobs/{run_id}/")
    answer = acme.get("/v2/entities/user/alice/profile/")
    check(answer, "GET", "/v2/entities/user/{name}/profile/")


def test_webhooks(acme):
    place = f"/api/v1/webhooks/projects/{acme.project.pk}/"
    made = check(acme.post(place, NEW_HOOK), "POST", HOOKS)
    one = f"/api/v1/webhooks/{made['webhook_id']}/"
    assert check(acme.get(place), "GET", HOOKS)
    check(acme.get(one), "GET", HOOK)
    check(acme.put(one, {"name": "Other"}), "PUT", HOOK)
    check(acme.get(f"{one}secret/"), "GET", f"{HOOK}secret/")
    check(acme.post(f"{one}secret/rotate/", {}), "POST", f"{HOOK}secret/rotate/")
    sent = check(acme.post(f"{one}test/", {}), "POST", f"{HOOK}test/")
    assert check(acme.get(f"{one}deliveries/"), "GET", f"{HOOK}deliveries/")["results"]
    delivery = acme.get(f"{one}deliveries/{sent['id']}/")
    check(delivery, "GET", f"{HOOK}deliveries/{{delivery_id}}/")
    check(acme.post(f"{one}replay-failed/", {}), "POST", f"{HOOK}replay-failed/")
    check(acme.delete(one), "DELETE", HOOK)


def test_organizations_and_projects(acme):
    own = f"{ORGANIZATIONS}{acme.project.organization_id}/"
    one = f"{ORGANIZATIONS}{{org_id}}/"
    project = f"{own}projects/{acme.project.pk}/"
    named = f"{one}projects/{{project_id}}/"
    check(acme.get(ORGANIZATIONS), "GET", ORGANIZATIONS)
    check(acme.get(own), "GET", one)
    check(acme.get(f"{own}members/"), "GET", f"{one}members/")
    check(acme.get(f"{own}projects/"), "GET", f"{one}projects/")
    check(acme.get(project), "GET", named)
    check(acme.get(f"{project}members/"), "GET", f"{named}members/")
    changes = {"custom_instructions": "Only food.", "custom_categories": [{"a": "b"}]}
    check(acme.call("PATCH", project, changes), "PATCH", named)
    check(acme.get(project), "GET", named)


def test_the_routes_of_the_open_source_server(acme, memory):
    path = f"/memories/{memory}"
    check(acme.post("/memories", asked(**ALICE)), "POST", "/memories")
    check(acme.get("/memories?user_id=alice"), "GET", "/memories")
    search = {"query": "olives", "filters": ALICE, "explain": True}
    check(acme.post("/search", search), "POST", "/search")
    check(acme.get(path), "GET", "/memories/{memory_id}")
    check(acme.get(f"/memories/{uuid.uuid4()}"), "GET", "/memories/{memory_id}")
    check(acme.put(path, {"text": "Figs."}), "PUT", "/memories/{memory_id}")
    check(acme.get(f"{path}/history"), "GET", "/memories/{memory_id}/history")
    check(acme.get("/entities"), "GET", "/entities")
    check(acme.get("/configure"), "GET", "/configure")
    check(acme.get("/configure/providers"), "GET", "/configure/providers")
    check(acme.get("/auth/setup-status"), "GET", "/auth/setup-status")
    key = check(acme.post("/api-keys", {"label": "CI"}), "POST", "/api-keys")
    check(acme.get("/api-keys"), "GET", "/api-keys")
    check(acme.delete(f"/api-keys/{key['id']}"), "DELETE", "/api-keys/{key_id}")


@pytest.mark.parametrize(
    ("method", "path", "address", "body", "status"),
    [
        ("POST", "/v3/memories/search/", None, {"query": ""}, 400),
        (
            "POST",
            "/v3/memories/search/",
            None,
            {"query": "x", "filters": {"a": 1}},
            400,
        ),
        ("POST", "/v1/users/", None, {}, 400),
        ("GET", "/v1/memories/", None, None, 400),
        ("GET", MEMORY, "/v1/memories/1/", None, 400),
        ("GET", MEMORY, f"/v1/memories/{uuid.UUID(int=1)}/", None, 404),
        ("GET", "/v1/entities/", "/v1/entities/?page=9", None, 404),
        ("GET", "/v1/ping/", "/v1/ping/?org_id=x", None, 404),
        ("GET", HOOKS, f"/api/v1/webhooks/projects/{uuid.UUID(int=1)}/", None, 403),
        ("POST", "/v1/summary/", None, {"filters": "x" * 3_000_000}, 413),
    ],
)
def test_errors(acme, method, path, address, body, status):
    answer = acme.call(method, address or path, body)
    assert answer.status_code == status
    found = check_error(answer, method, path)
    assert found["detail"]


def test_a_request_without_a_key(acme):
    answer = acme.get("/v1/ping/", authorization="")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    check_error(answer, "GET", "/v1/ping/")


def check_error(answer, method, path):
    """Hosted keys may stand beside ours, so the shape stays open."""
    return check(answer, method, path)
