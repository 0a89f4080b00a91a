"""Every request of a key is counted once, by hour, verb and key."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connections
from django.urls import get_resolver

from orgs import services as orgs
from orgs.tenancy import tenant
from orgs.usage import rollup
from orgs.usage.recorder import RECORDER
from orgs.usage.verbs import template, verb_of
from tests.conftest import Api, make_api
from tests.isolation.routes import routes


def by_verb(found):
    return {each["verb"]: each["requests"] for each in found["verbs"]}


def ask_a_little(api: Api) -> None:
    api.remember("I live in Porto.")
    for _ in range(3):
        api.post(
            "/v3/memories/search/", {"query": "home", "filters": {"user_id": "alice"}}
        )
    api.get("/v1/memories/?user_id=alice")
    api.get("/v1/event/nothing/")
    api.post("/v3/memories/search/", {"query": ""})


def test_requests_are_counted_by_verb_and_outcome(acme, numbers):
    ask_a_little(acme)
    found = numbers(acme)
    assert by_verb(found) == {"add": 1, "search": 4, "list": 1, "events": 1}
    assert found["total"]["requests"] == 7
    assert found["total"]["errors"] == found["total"]["client_errors"] == 2
    assert found["total"]["error_rate"] == pytest.approx(2 / 7, abs=1e-6)
    assert 0 < found["total"]["latency"]["p50"] <= found["total"]["latency"]["p99"]


def test_the_numbers_are_the_same_before_and_after_folding(acme, numbers):
    ask_a_little(acme)
    before = numbers(acme, "?verb=search", fold=False)
    assert before["total"]["requests"] == 4
    assert numbers(acme, "?verb=search") == before
    assert numbers(acme, "?verb=search") == before


def test_what_is_folded_twice_adds_up(acme, numbers):
    for expected in (7, 15):
        ask_a_little(acme)
        found = numbers(acme)  # which is a request too
        assert found["total"]["requests"] == expected
        assert sum(each["requests"] for each in found["series"]) == expected


def test_keys_are_counted_apart_and_named(acme, numbers):
    _, text = orgs.create_key(acme.project, name="backend")
    second = Api(acme.project, text)
    acme.get("/v1/stats/")
    second.get("/v1/stats/")
    second.get("/v1/stats/")
    found = {each["name"]: each for each in numbers(acme)["keys"]}
    assert {name: each["requests"] for name, each in found.items()} == {
        "default": 1,
        "backend": 2,
    }
    assert found["backend"]["key"].startswith(text[:7])
    one = numbers(acme, f"?key_id={found['backend']['key_id']}")
    assert one["total"]["requests"] == 2


def test_a_refused_burst_is_counted_as_throttled(numbers):
    organization = orgs.create_organization(name="Small", plan="free")
    project = organization.projects.get()
    api = Api(project, orgs.create_key(project)[1])
    statuses: list[int] = []
    while statuses.count(429) < 3 and len(statuses) < 500:
        statuses.append(api.get("/v1/stats/").status_code)
    refused = statuses.count(429)
    assert refused == 3
    RECORDER.flush()
    with tenant(project):
        found = list(project.usage_deltas.values_list("requests", "throttled"))
    assert (sum(r for r, _ in found), sum(t for _, t in found)) == (
        len(statuses),
        refused,
    )


def test_an_answer_that_is_repeated_is_counted_too(acme, numbers):
    body = {"messages": "I live in Porto.", "user_id": "alice", "infer": False}
    for _ in range(2):
        acme.call("POST", "/v3/memories/add/", body, **{"idempotency-key": "one"})
    assert by_verb(numbers(acme)) == {"add": 2}


def test_a_request_without_a_good_key_is_nobodys(acme):
    before = RECORDER.waiting()
    Api(acme.project, "m0-wrong").get("/v1/stats/")
    Api(acme.project, "").get("/v1/stats/")
    Api(acme.project, "").get("/healthz")
    assert RECORDER.waiting() == before


def test_tenants_are_counted_apart(acme, umbrella, numbers):
    acme.get("/v1/stats/")
    umbrella.get("/v1/stats/")
    umbrella.get("/v1/stats/")
    assert numbers(acme)["total"]["requests"] == 1
    assert numbers(umbrella)["total"]["requests"] == 2


def test_every_route_has_a_verb_that_means_something():
    named = {(method, route): verb_of(method, route) for route, method in routes()}
    assert [place for place, verb in named.items() if verb == "other"] == []
    assert named["POST", "v1/memories/"] == "add"
    assert named["GET", "v1/memories/"] == "list"
    assert named["DELETE", "v2/entities/<str:entity_type>/<path:name>/"] == "erase"


def test_a_route_is_told_as_it_is_documented():
    documented = {template(str(each.pattern)) for each in get_resolver().url_patterns}
    assert "/healthz" in documented
    greedy = r"^v1/memories/(?P<entity_type>user|agent|app|run)/(?P<entity_id>.+)/$"
    assert template(greedy) == "/v1/memories/{entity_type}/{entity_id}/"
    assert (
        template("v1/memories/<path:memory_id>/history/")
        == "/v1/memories/{memory_id}/history/"
    )


def test_many_threads_lose_no_request(numbers):
    apis = [make_api(f"Tenant {number}") for number in range(2)]

    def ask(api):
        for _ in range(10):
            api.get("/v1/ping/")
        connections.close_all()

    threads = [threading.Thread(target=ask, args=(api,)) for api in apis * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for api in apis:
        assert numbers(api, "?verb=ping")["total"]["requests"] == 20


def test_two_folds_at_once_count_once(acme, numbers):
    ask_a_little(acme)
    RECORDER.flush()

    def fold():
        rollup.fold()
        connections.close_all()

    threads = [threading.Thread(target=fold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(acme)["total"]["requests"] == 7


def test_old_rows_are_deleted_and_others_stay(acme, numbers):
    ask_a_little(acme)
    RECORDER.flush()
    rollup.fold()
    week, month = dt.timedelta(days=8), dt.timedelta(days=31)
    with tenant(acme.project):
        rows = acme.project.api_requests
        old = rows.latest("id")
        rows.filter(pk=old.pk).update(created_at=old.created_at - month)
        for key, age in ((old.pk, week), (rows.earliest("id").pk, week / 2)):
            acme.project.request_bodies.create(
                pk=key, created_at=old.created_at - age, request="{}"
            )
        acme.project.usage_hours.update(hour=old.created_at - dt.timedelta(days=401))
    rollup.purge()
    with tenant(acme.project):
        assert acme.project.api_requests.count() == 6
        assert not acme.project.api_requests.filter(pk=old.pk).exists()
        assert acme.project.request_bodies.count() == 1
        assert not acme.project.usage_hours.exists()
