"""What is shared by all tenants tells none of them about another: counters, keys of
idempotency, caches, unique names, cursors, numbers, names of files.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.db import connections

from mem0site.idempotent_answers import Held
from memories import services as memories
from orgs import services
from orgs.tenancy import tenant
from orgs.usage import rollup
from orgs.usage.recorder import RECORDER
from tests.conftest import Api
from tests.isolation.tenants import HOOK, made, possessions, unlimited

COUNTED = (
    "/v1/stats/", "/v1/entities/", "/v1/entities/filters/", "/v1/events/?event_type=ADD",
    "/v1/requests/?method=DELETE", "/v1/exports/", "/v1/quarantine/",
    "/v1/consolidations/", "/api-keys", "/entities", "/configure",
)  # fmt: skip
"""What shows how much there is of something."""
NEW_EACH_TIME = re.compile(
    r'"(request_id|timestamp|expires_at|from|to|start|end|created_at|generated_at|id)":'
    r'"[^"]*"'
)

UNIQUE = """
SELECT c.relname, i.relname, array_agg(a.attname::text), array_agg(t.typname::text)
  FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(x.indkey::int[])
  JOIN pg_type t ON t.oid = a.atttypid
 WHERE x.indisunique AND c.relnamespace = 'public'::regnamespace
   AND NOT c.relispartition AND EXISTS (
     SELECT 1 FROM pg_attribute p WHERE p.attrelid = c.oid AND p.attname = 'project_id')
 GROUP BY 1, 2 ORDER BY 1, 2
"""
RANDOM = {"uuid", "bytea"}
"""Types whose values nobody chooses: ids and digests."""
COUNTING = {
    ("memories_entity", "number"),
    ("memories_termdelta", "id"),
    ("usage_usagedelta", "id"),
}
"""Numbers that the server draws: at random, or of rows that are folded and gone."""


def shown(api: Api, path: str) -> str:
    """What an answer says, but for what is new each time, its own request included."""
    answer = api.get(path)
    assert answer.status_code == 200, answer.content
    return NEW_EACH_TIME.sub("", answer.content.decode())


def limited(name: str) -> Api:
    """A client with a plan that counts."""
    project = services.create_organization(name=name, plan="free").projects.get()
    return Api(project, services.create_key(project)[1])


def test_no_unique_index_tells_what_another_tenant_has():
    """A conflict says that something exists, so names are unique in a project only."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(UNIQUE)
        found = cursor.fetchall()
    assert len(found) > 20
    telling = [
        (table, index, columns)
        for table, index, columns, types in found
        if "project_id" not in columns
        and not set(types) <= RANDOM
        and (table, columns[0]) not in COUNTING
    ]
    assert telling == []


def test_what_others_do_moves_no_count():
    quiet, busy = unlimited("Quiet"), unlimited("Busy")
    possessions(quiet)
    RECORDER.flush()
    rollup.fold()
    before = {path: shown(quiet, path) for path in COUNTED}
    possessions(busy)
    busy.remember(*(f"Boat {number} is green." for number in range(5)))
    with tenant(busy.project):
        waiting = list(busy.project.jobs.filter(kind="export"))
    for job in waiting:
        memories.run_job(busy.project.pk, job.pk)
    after = {path: shown(quiet, path) for path in COUNTED}
    assert {path: said for path, said in after.items() if said != before[path]} == {}


def test_one_tenants_limit_is_no_others():
    busy, quiet = limited("Busy"), limited("Quiet")
    left = {int(busy.get("/v1/events/")["X-RateLimit-Remaining"]) for _ in range(5)}
    assert len(left) > 1
    first = quiet.get("/v1/events/")
    assert int(first["X-RateLimit-Remaining"]) == int(first["X-RateLimit-Limit"]) - 1


def test_a_request_that_runs_holds_up_its_own_tenant_only(acme, umbrella, rf):
    path = "/v3/memories/add/"
    body = {"messages": "I like tea.", "user_id": "ana", "infer": False}
    request = rf.post(path, json.dumps(body), content_type="application/json")
    name = uuid.uuid4().hex
    request.headers = {"Idempotency-Key": name}
    held = Held.of(acme.project, request, name)
    assert held.take() is None
    told = {
        api.project.pk: api.post(path, body, **{"idempotency-key": name}).status_code
        for api in (acme, umbrella)
    }
    held.release()
    assert told == {acme.project.pk: 409, umbrella.project.pk: 200}


def test_the_same_request_id_in_two_tenants_is_two_requests(acme, umbrella):
    name = uuid.uuid4().hex
    for api in (acme, umbrella):
        body = {"messages": "I like tea.", "user_id": "ana"}
        made(api, "/v3/memories/add/", body)
        api.call("GET", "/v1/ping/", **{"x-request-id": name})
    RECORDER.flush()
    for api in (acme, umbrella):
        rows = api.get(f"/v1/requests/?request_id={name}").json()["results"]
        assert {row["path"] for row in rows} <= {"/v1/ping/", "/v3/memories/add/"}
        with tenant(api.project):
            assert api.project.api_requests.filter(request_id=name).count() == 1


@pytest.mark.parametrize("kind", ["webhook", "entity", "key", "project"])
def test_a_name_that_another_has_is_free(acme, umbrella, kind):
    for api in (acme, umbrella):
        if kind == "webhook":
            made(api, f"/api/v1/webhooks/projects/{api.project.pk}/", HOOK)
        elif kind == "entity":
            made(api, "/v1/users/", {"user_id": "the-same"})
        elif kind == "key":
            made(api, "/api-keys", {"label": "the-same"})
        else:
            services.create_project(api.project.organization, name="the-same")


def test_the_cursor_of_another_tenants_list_is_refused(acme, umbrella):
    for api in (acme, umbrella):
        api.remember(*(f"Boat {number} is green." for number in range(3)))
    path, body = "/v3/memories/?page_size=1", {"filters": {"user_id": "*"}}
    given = acme.post(f"{path}&cursor=", body).json()["next_cursor"]
    assert acme.post(f"{path}&cursor={given}", body).status_code == 200
    refused = umbrella.post(f"{path}&cursor={given}", body)
    assert refused.status_code == 400
    assert "Boat" not in refused.content.decode()


def test_numbers_of_entities_are_drawn_and_not_counted(acme, umbrella):
    numbers = []
    for turn in range(3):
        for api in (acme, umbrella):
            made(api, "/v1/users/", {"user_id": f"user-{turn}"})
            with tenant(api.project):
                entity = api.project.entities.get(name=f"user-{turn}")
            numbers.append(entity.number)
    assert len(set(numbers)) == 6
    assert numbers != sorted(numbers)
    assert min(abs(a - b) for a in numbers for b in numbers if a != b) > 1_000


def test_a_setting_of_one_tenant_is_nobody_elses(acme, umbrella):
    """Settings are remembered by the process with the key they came with."""
    for api in (acme, umbrella):
        assert project(api)["custom_instructions"] is None
    changed = {"custom_instructions": "Remember boats only."}
    path = f"/api/v1/orgs/organizations/{acme.project.organization_id}/projects/"
    patched = acme.call("PATCH", f"{path}{acme.project.pk}/", changed)
    assert patched.status_code == 200, patched.content
    assert project(acme)["custom_instructions"] == "Remember boats only."
    assert project(umbrella)["custom_instructions"] is None


def project(api: Api) -> Any:
    path = f"/api/v1/orgs/organizations/{api.project.organization_id}/projects/"
    return api.get(f"{path}{api.project.pk}/").json()


@pytest.mark.parametrize(
    "path",
    ["/v1/ping/", "/v1/memories/?user_id=a", "/v1/event/x/", "/requests", "/v1/"],
)
def test_no_answer_may_be_kept_by_a_cache_on_the_way(acme, path):
    """A proxy that keeps answers by their address would give them to the next tenant."""
    answer = acme.get(path)
    assert answer["Cache-Control"] == "private, no-store"
