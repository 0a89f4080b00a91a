"""One request for every route: with `{ids}` where a stranger's could stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """A request. `denied` is the status where its ids are not the caller's."""

    path: str
    body: dict[str, Any] | None = None
    denied: int | None = None


SOMEBODY = {"filters": {"user_id": "{user}"}}
SAID = {"messages": "I like tea.", "user_id": "carol", "infer": False}
OF_ENTITY = r"v1/memories/(?P<entity_type>user|agent|app|run)/(?P<entity_id>.+)/$"
MEMORY = "v1/memories/<path:memory_id>/"
BY_NAME = "v2/entities/<str:entity_type>/<path:name>/"
BY_NUMBER = "v1/entities/<str:entity_type>/<path:name>/"
ENTRY = "v1/quarantine/<str:entry_id>/"
HELD = {"memory_id": "{memory}"}

SCHEMA = {"type": "object", "properties": {"hobby": {"type": "string"}}}
PROFILE = {"operation": "trigger", "entity_id": "{user}"}
NAMED = {"name": "Second"}
HOOK = {
    "name": "hook",
    "url": "https://example.org/hook",
    "event_types": ["memory_add"],
}
OURS = "api/v1/orgs/organizations/"
ONE = f"{OURS}<str:org_id>/"
PROJECT = f"{ONE}projects/<str:project_id>/"
SOMEONE = {"email": "{email}"}
AS_READER = {**SOMEONE, "role": "READER"}


def _members(route: str, path: str) -> dict[tuple[str, str], Case]:
    return {
        (route, "GET"): Case(path, None, 404),
        (route, "POST"): Case(
            path, {"email": "new@example.org", "role": "READER"}, 404
        ),
        (route, "PUT"): Case(path, AS_READER, 404),
        (route, "DELETE"): Case(path, SOMEONE, 404),
    }


ORGANIZATIONS: dict[tuple[str, str], Case] = {
    (OURS, "GET"): Case(f"/{OURS}"),
    (OURS, "POST"): Case(f"/{OURS}", NAMED),
    (ONE, "GET"): Case(f"/{OURS}{{organization}}/", None, 404),
    (ONE, "DELETE"): Case(f"/{OURS}{{organization}}/", None, 404),
    **_members(f"{ONE}members/", f"/{OURS}{{organization}}/members/"),
    (f"{ONE}audit/", "GET"): Case(f"/{OURS}{{organization}}/audit/", None, 404),
    (f"{ONE}projects/", "GET"): Case(f"/{OURS}{{organization}}/projects/", None, 404),
    (f"{ONE}projects/", "POST"): Case(f"/{OURS}{{organization}}/projects/", NAMED, 404),
    **{
        (PROJECT, method): Case(
            f"/{OURS}{{organization}}/projects/{{project}}/", body, 404
        )
        for method, body in (
            ("GET", None), ("PATCH", {"custom_instructions": "Tell all."}), ("DELETE", None)
        )
    },
    **_members(
        f"{PROJECT}members/", f"/{OURS}{{organization}}/projects/{{project}}/members/"
    ),
}  # fmt: skip

HOOKS = "api/v1/webhooks/projects/<str:project_id>/"
HOOKED = "api/v1/webhooks/<str:webhook_id>/"
HOOKED_PATH = "/api/v1/webhooks/{webhook}/"
WEBHOOKS: dict[tuple[str, str], Case] = {
    (HOOKS, "GET"): Case("/api/v1/webhooks/projects/{project}/", None, 403),
    (HOOKS, "POST"): Case("/api/v1/webhooks/projects/{project}/", HOOK, 403),
    (HOOKED, "GET"): Case(HOOKED_PATH, None, 404),
    (HOOKED, "PUT"): Case(HOOKED_PATH, {"name": "mine"}, 404),
    (HOOKED, "DELETE"): Case(HOOKED_PATH, None, 404),
    **{
        (f"{HOOKED}{tail}", method): Case(f"{HOOKED_PATH}{tail}", None, 404)
        for method, tail in (
            ("GET", "deliveries/"), ("POST", "replay-failed/"), ("POST", "test/"),
            ("GET", "secret/"), ("POST", "secret/rotate/"),
        )
    },
    (f"{HOOKED}deliveries/<str:delivery_id>/", "GET"): Case(
        f"{HOOKED_PATH}deliveries/{{delivery}}/", None, 404
    ),
    (f"{HOOKED}deliveries/<str:delivery_id>/replay/", "POST"): Case(
        f"{HOOKED_PATH}deliveries/{{delivery}}/replay/", None, 404
    ),
}  # fmt: skip

CASES: dict[tuple[str, str], Case] = {
    ("v1/ping/", "GET"): Case("/v1/ping/"),
    ("v3/memories/add/", "POST"): Case("/v3/memories/add/", SAID),
    ("v1/memories/", "POST"): Case("/v1/memories/", SAID),
    ("v3/memories/search/", "POST"): Case(
        "/v3/memories/search/", {"query": "vault", **SOMEBODY}, 200
    ),
    ("v2/memories/search/", "POST"): Case(
        "/v2/memories/search/", {"query": "vault", **SOMEBODY}, 200
    ),
    ("v1/memories/search/", "POST"): Case(
        "/v1/memories/search/", {"query": "vault", "user_id": "{user}"}, 200
    ),
    ("v3/memories/", "POST"): Case("/v3/memories/", SOMEBODY, 200),
    ("v2/memories/", "POST"): Case("/v2/memories/", SOMEBODY, 200),
    ("v1/memories/", "GET"): Case("/v1/memories/?user_id={user}", None, 200),
    ("v1/memories/", "DELETE"): Case("/v1/memories/?user_id={user}", None, 200),
    ("v1/memories/categorize/", "POST"): Case(
        "/v1/memories/categorize/", SOMEBODY, 200
    ),
    ("v1/memories/events/", "GET"): Case("/v1/memories/events/"),
    ("v1/memories/<path:memory_id>/history/", "GET"): Case(
        "/v1/memories/{memory}/history/", None, 404
    ),
    ("v1/memories/<path:memory_id>/why/", "GET"): Case(
        "/v1/memories/{memory}/why/", None, 404
    ),
    (OF_ENTITY, "GET"): Case("/v1/memories/user/{user}/", None, 200),
    (MEMORY, "GET"): Case("/v1/memories/{memory}/", None, 404),
    (MEMORY, "PUT"): Case("/v1/memories/{memory}/", {"text": "Opened."}, 404),
    (MEMORY, "DELETE"): Case("/v1/memories/{memory}/?delete_linked=true", None, 404),
    ("v1/agent-rush/memories/", "POST"): Case(
        "/v1/agent-rush/memories/",
        {"content": "I think of vaults and of what they hide from us."},
    ),
    ("v1/agent-rush/memories/search/", "POST"): Case(
        "/v1/agent-rush/memories/search/", {"query": "vault"}
    ),
    ("v1/batch/", "PUT"): Case(
        "/v1/batch/", {"memories": [{**HELD, "text": "Opened."}]}, 404
    ),
    ("v1/batch/", "DELETE"): Case("/v1/batch/", {"memories": [HELD]}, 404),
    ("v1/entities/", "GET"): Case("/v1/entities/"),
    (BY_NUMBER, "DELETE"): Case("/v1/entities/user/{number}/", None, 404),
    (BY_NAME, "GET"): Case("/v2/entities/user/{user}/", None, 404),
    (BY_NAME, "DELETE"): Case("/v2/entities/user/{user}/", None, 200),
    ("v1/events/", "GET"): Case("/v1/events/"),
    ("v1/event/<str:event_id>/", "GET"): Case("/v1/event/{event}/", None, 404),
    ("v1/event/<str:event_id>/retry/", "POST"): Case(
        "/v1/event/{failed}/retry/", None, 404
    ),
    ("v1/event/<str:event_id>/unlearn/", "POST"): Case(
        "/v1/event/{event}/unlearn/", None, 404
    ),
    ("v1/entities/filters/", "GET"): Case("/v1/entities/filters/"),
    ("v2/entities/user/<path:name>/profile/", "GET"): Case(
        "/v2/entities/user/{user}/profile/", None, 404
    ),
    **{
        (f"v1/{kind}s/", "POST"): Case(f"/v1/{kind}s/", {f"{kind}_id": "dave"})
        for kind in ("user", "agent", "app", "run")
    },
    ("v1/exports/", "POST"): Case("/v1/exports/", {"schema": SCHEMA, **SOMEBODY}),
    ("v1/exports/", "GET"): Case("/v1/exports/"),
    ("v1/exports/get/", "POST"): Case(
        "/v1/exports/get/?wait=0", {"memory_export_id": "{export}"}, 404
    ),
    ("v1/exports/<str:identifier>/", "GET"): Case("/v1/exports/{export}/", None, 404),
    ("v1/archives/", "POST"): Case("/v1/archives/", {"vectors": False}),
    ("v1/archives/", "GET"): Case("/v1/archives/"),
    **{
        (f"v1/archives/<str:transfer_id>/{tail}", method): Case(
            f"/v1/archives/{{archive}}/{tail}", None, 404
        )
        for method, tail in (("GET", ""), ("DELETE", ""), ("GET", "download/"))
    },
    ("v1/imports/", "POST"): Case("/v1/imports/"),
    ("v1/imports/", "GET"): Case("/v1/imports/"),
    **{
        ("v1/imports/<str:transfer_id>/", method): Case(
            "/v1/imports/{imported}/", None, 404
        )
        for method in ("GET", "DELETE")
    },
    ("v1/summary/", "POST"): Case("/v1/summary/", SOMEBODY, 200),
    ("v1/quarantine/", "GET"): Case("/v1/quarantine/?user_id={user}"),
    ("v1/quarantine/bulk/", "POST"): Case(
        "/v1/quarantine/bulk/", {"action": "approve", "ids": ["{entry}"]}, 200
    ),
    (f"{ENTRY}", "GET"): Case("/v1/quarantine/{entry}/", None, 404),
    (f"{ENTRY}approve/", "POST"): Case("/v1/quarantine/{entry}/approve/", {}, 404),
    (f"{ENTRY}reject/", "POST"): Case("/v1/quarantine/{entry}/reject/", {}, 404),
    ("v1/feedback/", "POST"): Case(
        "/v1/feedback/", {**HELD, "feedback": "POSITIVE"}, 404
    ),
    ("v1/stats/", "GET"): Case("/v1/stats/"),
    **{
        (
            rf"v1/graph/(?P<entity_type>user|agent|app|run)/(?P<entity_id>.+)/{end}$",
            "GET",
        ): Case(f"/v1/graph/user/{{user}}/{end}{asked}", None, 200)
        for end, asked in (
            ("", ""),
            ("timeline/", ""),
            ("paths/", "?source=Ana&target=Acme"),
        )
    },
    ("v1/consolidations/", "POST"): Case("/v1/consolidations/", {"user_id": "{user}"}),
    ("v1/consolidations/", "GET"): Case("/v1/consolidations/"),
    ("v1/consolidations/<str:run_id>/", "GET"): Case(
        "/v1/consolidations/{consolidation}/", None, 404
    ),
    ("v1/consolidations/<str:run_id>/undo/", "POST"): Case(
        "/v1/consolidations/{consolidation}/undo/", None, 404
    ),
    ("v1/consolidations/settings/", "GET"): Case("/v1/consolidations/settings/"),
    ("v1/consolidations/settings/", "POST"): Case(
        "/v1/consolidations/settings/", {"enabled": True}
    ),
    ("v2/profiles/jobs/", "POST"): Case("/v2/profiles/jobs/", PROFILE, 404),
    ("v2/profiles/jobs/<str:run_id>/", "GET"): Case(
        "/v2/profiles/jobs/{run}/", None, 404
    ),
    ("v2/profiles/settings/", "GET"): Case("/v2/profiles/settings/"),
    ("v2/profiles/settings/", "POST"): Case(
        "/v2/profiles/settings/", {"enabled": True}
    ),
    ("v1/usage/", "GET"): Case("/v1/usage/"),
    ("v1/requests/", "GET"): Case("/v1/requests/?user_id={user}", None, 200),
    ("v1/requests/<str:log_id>/", "GET"): Case("/v1/requests/{request}/", None, 404),
    ("v1/holds/", "GET"): Case("/v1/holds/"),
    ("v1/holds/", "POST"): Case(
        "/v1/holds/", {"reason": "x", "entity_type": "user", "entity_id": "zoe"}
    ),
    ("v1/holds/<str:hold_id>/", "DELETE"): Case("/v1/holds/{hold}/", None, 404),
    ("v1/retention/", "GET"): Case("/v1/retention/"),
    ("v1/retention/", "POST"): Case("/v1/retention/", {"requests_days": 7}),
    ("v1/retention/preview/", "POST"): Case(
        "/v1/retention/preview/", {"days": 1, **SOMEBODY}, 200
    ),
    ("v1/retention/rules/", "POST"): Case("/v1/retention/rules/", {"days": 9}),
    **{
        ("v1/retention/rules/<str:rule_id>/", method): Case(
            "/v1/retention/rules/{rule}/", body, 404
        )
        for method, body in (("PUT", {"days": 1}), ("DELETE", None))
    },
    ("v1/erasures/", "GET"): Case("/v1/erasures/"),
    ("v1/erasures/<str:erasure_id>/", "GET"): Case(
        "/v1/erasures/{erasure}/", None, 404
    ),
    ("requests", "GET"): Case("/requests"),
    ("memories", "POST"): Case("/memories", SAID),
    ("memories", "GET"): Case("/memories?user_id={user}", None, 200),
    ("memories", "DELETE"): Case("/memories?user_id={user}", None, 200),
    ("memories/<path:memory_id>", "GET"): Case("/memories/{memory}", None, 200),
    ("memories/<path:memory_id>", "PUT"): Case(
        "/memories/{memory}", {"text": "Opened."}, 404
    ),
    ("memories/<path:memory_id>", "DELETE"): Case("/memories/{memory}", None, 404),
    ("memories/<path:memory_id>/history", "GET"): Case(
        "/memories/{memory}/history", None, 404
    ),
    ("search", "POST"): Case("/search", {"query": "vault", **SOMEBODY}, 200),
    ("reset", "POST"): Case("/reset"),
    ("entities", "GET"): Case("/entities"),
    ("entities/<str:entity_type>/<path:name>", "DELETE"): Case(
        "/entities/user/{user}", None, 200
    ),
    ("api-keys", "GET"): Case("/api-keys"),
    ("api-keys", "POST"): Case("/api-keys", {"label": "second"}),
    ("api-keys/<str:key_id>", "DELETE"): Case("/api-keys/{key}", None, 404),
    ("configure", "GET"): Case("/configure"),
    ("configure/providers", "GET"): Case("/configure/providers"),
    ("generate-instructions", "POST"): Case(
        "/generate-instructions", {"use_case": "A bank."}
    ),
    ("api/v1/auth/agent_mode/caller/", "PATCH"): Case(
        "/api/v1/auth/agent_mode/caller/", {}
    ),
    **ORGANIZATIONS,
    **WEBHOOKS,
}
