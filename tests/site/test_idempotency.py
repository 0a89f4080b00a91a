from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.test import Client

from mem0site.idempotent_answers import DuplicateRunningError, Held
from mem0site.models import IdempotentRequest
from orgs.tenancy import tenant, with_last_word
from tests.conftest import make_api

ADD = "/v3/memories/add/"


def body(text="Ana lives in Porto."):
    return {
        "messages": [{"role": "user", "content": text}],
        "user_id": "ana",
        "infer": False,
    }


def add(api, key, text="Ana lives in Porto.", **options):
    return api.post(ADD, body(text) | options, **{"idempotency-key": key})


def stored(api):
    found = api.post("/v3/memories/", {"filters": {"user_id": "ana"}}).json()
    return found["count"]


def kept(api):
    with tenant(api.project):
        return IdempotentRequest.unscoped.filter(project=api.project).count()


def test_a_request_sent_twice_acts_once_and_answers_the_same(acme):
    first, second = add(acme, "one"), add(acme, "one")
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert stored(acme) == 1


def test_the_order_of_keys_and_spaces_is_not_another_body(acme):
    add(acme, "one")
    reordered = dict(reversed(body().items()))
    again = acme.post(ADD, reordered, **{"idempotency-key": "one"})
    assert again.headers["Idempotency-Replayed"] == "true"


def test_another_body_under_the_same_key_is_a_conflict(acme):
    add(acme, "one")
    other = add(acme, "one", "Ana lives in Rome.")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert stored(acme) == 1


def test_another_key_or_another_route_is_another_request(acme):
    add(acme, "one")
    assert "Idempotency-Replayed" not in add(acme, "two").headers
    path = "/v3/memories/search/"
    asked = {"query": "Porto", "filters": {"user_id": "ana"}}
    found = acme.post(path, asked, **{"idempotency-key": "one"})
    assert found.status_code == 200
    assert "Idempotency-Replayed" not in found.headers


def test_two_tenants_may_use_the_same_key(acme, umbrella):
    add(acme, "one")
    assert "Idempotency-Replayed" not in add(umbrella, "one").headers
    assert (stored(acme), stored(umbrella)) == (1, 1)


def test_a_request_that_failed_may_be_sent_again(acme):
    path = "/v3/memories/add/"
    refused = acme.post(path, {}, **{"idempotency-key": "one"})
    assert refused.status_code == 400
    assert kept(acme) == 0
    assert add(acme, "one").status_code == 200


def test_a_request_that_still_runs_is_not_run_again(acme, rf):
    request = rf.post(ADD, body(), content_type="application/json")
    held = Held.of(acme.project, request, "one")
    assert held.take() is None
    late = add(acme, "one")
    assert (late.status_code, late.headers["Retry-After"]) == (409, "1")
    assert late.json()["code"] == "idempotency_key_in_use"
    held.release()
    assert add(acme, "one").status_code == 200


def age(api, interval):
    with tenant(api.project), connections["default"].cursor() as cursor:
        cursor.execute(
            "UPDATE mem0site_idempotentrequest SET locked_at = now() - %s::interval "
            "WHERE project_id = %s",
            [interval, api.project.pk],
        )


def test_the_key_of_a_process_that_died_is_free_again(acme, rf):
    request = rf.post(ADD, body(), content_type="application/json")
    dead = Held.of(acme.project, request, "one")
    dead.take()
    age(acme, "301 seconds")
    assert add(acme, "one").status_code == 200
    dead.release()
    assert add(acme, "one").headers["Idempotency-Replayed"] == "true"


def test_whose_key_was_taken_over_meanwhile_does_not_act(acme, rf):
    request = rf.post(ADD, body(), content_type="application/json")
    slow = Held.of(acme.project, request, "one")
    slow.take()
    with tenant(acme.project):
        slow.acting(acme.project.pk)  # it has only read so far
    age(acme, "301 seconds")
    assert add(acme, "one").status_code == 200
    with (
        pytest.raises(DuplicateRunningError),
        with_last_word(slow.acting),
        tenant(acme.project),
    ):
        acme.project.memories.update(text="Ana lives in Rome.")
    with tenant(acme.project):
        assert acme.project.memories.get().text == "Ana lives in Porto."


def test_an_answer_is_kept_for_a_day(acme):
    add(acme, "one")
    age(acme, "23 hours")
    assert add(acme, "one").headers["Idempotency-Replayed"] == "true"
    age(acme, "25 hours")
    assert "Idempotency-Replayed" not in add(acme, "one").headers
    assert kept(acme) == 1


@pytest.mark.parametrize("depth", [100, 300, 2000])
def test_a_body_that_is_nested_too_deep_is_refused_under_a_key_too(acme, depth):
    body = b'{"a":' * depth + b"1" + b"}" * depth
    answer = Client().post(
        "/v1/memories/",
        body,
        content_type="application/json",
        headers={"authorization": f"Token {acme.key}", "idempotency-key": "deep"},
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_json"


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "schlüssel"])
def test_a_key_that_is_none_is_refused(acme, key):
    answer = add(acme, key)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]
    assert stored(acme) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_every_write_can_be_repeated(acme, method):
    memory_id = acme.remember("Ana likes tea.")[0]["id"]
    path, change = f"/v1/memories/{memory_id}/", {"text": "Ana likes coffee."}
    headers = {"idempotency-key": "one"}
    first = acme.call(method, path, change, **headers)
    again = acme.call(method, path, change, **headers)
    assert (first.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"


SHAPE = {"type": "object", "properties": {"likes": {"type": "string"}}}
HOOK = {"name": "h", "url": "https://example.org/h", "event_types": ["memory_add"]}
ALICE = {"filters": {"user_id": "alice"}}
POSTS = {
    "/v3/memories/add/": body(),
    "/v1/memories/": body(),
    "/v3/memories/search/": {"query": "tea", **ALICE},
    "/v3/memories/": ALICE,
    "/v1/agent-rush/memories/": {"content": "I think of bees and of bread. " * 2},
    "/v1/users/": {"user_id": "carol"},
    "/v1/exports/": {"schema": SHAPE, **ALICE},
    "/v1/summary/": ALICE,
    "/v2/profiles/settings/": {"enabled": True},
    "/api/v1/webhooks/projects/{project}/": HOOK,
    "/memories": body(),
    "/search": {"query": "tea", **ALICE},
}


@pytest.mark.parametrize("path", POSTS)
def test_every_post_is_once_under_its_key_and_another_body_a_conflict(acme, path):
    place, asked = path.format(project=acme.project.pk), POSTS[path]
    named = {"idempotency-key": "one"}
    first, again = (acme.post(place, asked, **named) for _ in range(2))
    assert 200 <= first.status_code < 300, first.content
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = acme.post(place, {**asked, "note": "another body"}, **named)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


def test_a_key_in_the_header_of_self_hosting_clients_counts_as_well(acme):
    headers = {"authorization": "", "x-api-key": acme.key, "idempotency-key": "one"}
    first, again = (acme.post("/memories", body(), **headers) for _ in range(2))
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert stored(acme) == 1


def test_an_unknown_path_is_a_404_under_any_key(acme):
    assert add(acme, "one").status_code == 200
    answer = acme.post("/v1/nowhere/", {}, **{"idempotency-key": "one"})
    assert answer.status_code == 404


def test_twenty_at_once_are_one(acme):
    answers = []
    gate = threading.Barrier(20)

    def send():
        gate.wait()
        try:
            answers.append(add(acme, "one"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = {answer.content for answer in answers if answer.status_code == 200}
    assert len(done) == 1
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len(answers) == 20
    assert stored(acme) == 1


def test_a_wrong_key_is_still_a_401(acme):
    acme.key = "m0-wrong"
    assert add(acme, "one").status_code == 401


def test_a_replay_counts_against_the_limit():
    api = make_api("Limited")
    api.project.organization.plan_overrides = {"per_minute": 2}
    api.project.organization.save()
    codes = [add(api, "one").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_without_the_header_nothing_is_kept(acme):
    acme.post(ADD, body())
    assert kept(acme) == 0
