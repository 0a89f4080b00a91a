from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from mem0.exceptions import ConflictError
from memories import staleness
from memories.profile_runs import Asked, start
from orgs.tenancy import tenant
from tests.memories.worker import work

SCHEMA = {
    "type": "object",
    "properties": {
        "home_city": {"type": "string", "description": "City where the user lives"},
        "hobbies": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What the user likes to do",
        },
    },
}


def enable(api, schema=SCHEMA):
    body = {"enabled": True, "entities": {"user": {"schema": schema}}}
    answer = api.post("/v2/profiles/settings/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def trigger(api, name="alice", **headers):
    body = {"operation": "trigger", "entity_type": "user", "entity_id": name}
    return api.post("/v2/profiles/jobs/", body, **headers)


def profile(api, name="alice"):
    return api.get(f"/v2/entities/user/{name}/profile/")


def test_settings_start_empty(acme):
    settings = acme.get("/v2/profiles/settings/").json()
    assert settings["enabled"] is False
    assert settings["entities"] == {
        "user": {"schema": None, "custom_instructions": None}
    }
    assert settings["capabilities"]["entity_types"] == ["user"]


def test_settings_change_only_what_is_sent(acme):
    enable(acme)
    more = {"entities": {"user": {"custom_instructions": "Be brief."}}}
    changed = acme.post("/v2/profiles/settings/", more).json()
    assert changed["enabled"] is True
    assert changed["entities"]["user"]["schema"]["properties"] == SCHEMA["properties"]
    assert changed["entities"]["user"]["custom_instructions"] == "Be brief."
    assert acme.get("/v2/profiles/settings/").json() == changed


@pytest.mark.parametrize(
    "body",
    [
        {"schema": SCHEMA},
        {"entities": {"agent": {"schema": SCHEMA}}},
        {"entities": {"user": {"model": "x"}}},
        {"entities": []},
    ],
)
def test_unknown_settings_are_refused(acme, body):
    answer = acme.post("/v2/profiles/settings/", body)
    assert answer.status_code == 400
    assert answer.json()["error"] == "Unsupported settings"


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"city": {"type": "string"}}},
        {
            "type": "object",
            "properties": {
                "work": {
                    "type": "object",
                    "description": "Work",
                    "properties": {"title": {"type": "string"}},
                }
            },
        },
    ],
)
def test_every_property_needs_a_description(acme, schema):
    body = {"entities": {"user": {"schema": schema}}}
    answer = acme.post("/v2/profiles/settings/", body)
    assert answer.status_code == 400
    assert "description" in answer.json()["detail"]


def test_a_schema_without_properties_is_accepted(acme):
    assert enable(acme, {"type": "object"})["enabled"] is True


def test_a_profile_is_made_and_tells_its_sources(acme):
    home, hobby = acme.remember("I live in Porto.", "My hobby is painting.")
    enable(acme)
    started = trigger(acme)
    assert started.status_code == 202
    run = started.json()
    assert run["status"] == "pending"
    assert run["status_url"] == f"/v2/profiles/jobs/{run['job_id']}/"
    assert (run["entity_count_reserved"], run["replayed"]) == (1, False)
    assert profile(acme).json()["status"] == "pending"
    work(acme.project)
    job = acme.get(run["status_url"]).json()["job"]
    assert (job["status"], job["total"], job["completed"]) == ("succeeded", 1, 1)
    made = profile(acme).json()
    assert made["status"] == "succeeded"
    assert made["profile"] == {
        "home_city": "I live in Porto.",
        "hobbies": ["My hobby is painting."],
    }
    assert made["evidence"] == {"home_city": [home["id"]], "hobbies": [hobby["id"]]}
    assert made["generation_count"] == 1
    event = acme.get(f"/v1/event/{run['event_id']}/").json()
    assert event["status"] == "SUCCEEDED"


def test_a_profile_made_again_counts(acme):
    acme.remember("I live in Porto.")
    enable(acme)
    for _ in range(2):
        trigger(acme)
        work(acme.project)
    assert profile(acme).json()["generation_count"] == 2


def test_an_unknown_user_has_no_profile(acme):
    enable(acme)
    assert profile(acme, "nobody").status_code == 404
    assert trigger(acme, "nobody").status_code == 404


def test_profiles_are_off_at_first(acme):
    acme.remember("I live in Porto.")
    assert profile(acme).json()["status"] == "not_enabled"
    assert trigger(acme).status_code == 400


def test_a_user_without_memories_has_insufficient_data(acme):
    enable(acme)
    acme.post("/v1/users/", {"user_id": "alice"})
    answer = profile(acme)
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["profile"]) == (
        "insufficient_data",
        None,
    )


def test_memories_that_fit_nothing_are_insufficient_data(acme):
    acme.remember("The invoice was late.")
    enable(acme)
    trigger(acme)
    work(acme.project)
    assert profile(acme).json()["status"] == "insufficient_data"


def test_a_user_whose_name_has_a_slash_has_a_profile(acme):
    acme.remember("I live in Porto.", user_id="al ice/x")
    enable(acme)
    trigger(acme, "al ice/x")
    work(acme.project)
    assert profile(acme, "al%20ice%2Fx").json()["status"] == "succeeded"


def test_a_sample_takes_who_was_active_last(acme):
    for name in ("alice", "bob", "carol"):
        acme.remember("I live in Porto.", user_id=name)
    enable(acme)
    body = {"operation": "sample", "entity_type": "user", "limit": 2}
    run = acme.post("/v2/profiles/jobs/", body).json()
    assert (run["sampled"], run["entity_ids"]) == (2, ["carol", "bob"])
    work(acme.project)
    job = acme.get(run["status_url"]).json()["job"]
    assert (job["total"], job["succeeded"]) == (2, 2)
    again = acme.post("/v2/profiles/jobs/", body)
    assert again.status_code == 429
    assert int(again["Retry-After"]) > 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"operation": "erase"},
        {"operation": "trigger"},
        {"operation": "trigger", "entity_type": "agent", "entity_id": "a"},
        {"operation": "sample", "limit": 0},
        {"operation": "sample", "limit": 11},
        {"operation": "sample", "limit": "many"},
    ],
)
def test_it_refuses_a_run_of_nothing(acme, body):
    enable(acme)
    assert acme.post("/v2/profiles/jobs/", body).status_code == 400


def test_the_same_key_starts_one_run(acme):
    acme.remember("I live in Porto.")
    enable(acme)
    first = trigger(acme, **{"Idempotency-Key": "k1"}).json()
    again = trigger(acme, **{"Idempotency-Key": "k1"}).json()
    assert again == {**first, "replayed": True}
    assert work(acme.project) == 1


def test_a_run_outlives_the_kept_answer_of_its_key(acme):
    acme.remember("I live in Porto.")
    enable(acme)
    asked = Asked("trigger", "alice", idempotency_key="k1")
    run, replayed = start(acme.project, asked)
    again, replayed_again = start(acme.project, asked)
    assert (replayed, replayed_again) == (False, True)
    assert again.pk == run.pk
    with pytest.raises(ConflictError):
        start(acme.project, replace(asked, entity_id="bob"))


def test_a_key_used_for_another_request_conflicts(acme):
    acme.remember("I live in Porto.")
    acme.remember("I live in Porto.", user_id="bob")
    enable(acme)
    trigger(acme, **{"Idempotency-Key": "k1"})
    assert trigger(acme, "bob", **{"Idempotency-Key": "k1"}).status_code == 409


def test_a_key_belongs_to_its_project(acme, umbrella):
    for api in (acme, umbrella):
        api.remember("I live in Porto.")
        enable(api)
    first = trigger(acme, **{"Idempotency-Key": "k1"}).json()
    other = trigger(umbrella, **{"Idempotency-Key": "k1"}).json()
    assert other["replayed"] is False
    assert other["job_id"] != first["job_id"]
    assert umbrella.get(first["status_url"]).status_code == 404


def test_profiles_of_others_do_not_exist(acme, umbrella):
    acme.remember("I live in Porto.")
    enable(acme)
    trigger(acme)
    work(acme.project)
    enable(umbrella)
    assert profile(umbrella).status_code == 404


def test_a_profile_says_when_more_is_known_and_is_made_anew(acme):
    enable(acme)
    acme.remember("I live in Porto.")
    trigger(acme)
    work(acme.project)
    assert profile(acme).json()["stale"] is False
    acme.remember("I live in Lisbon.")
    assert profile(acme).json()["stale"] is True
    assert staleness.refresh_due() == 0, "not before it is a day old"
    long_ago = timezone.now() - dt.timedelta(hours=25)
    with tenant(acme.project):
        acme.project.profiles.update(completed_at=long_ago)
    assert staleness.refresh_due() >= 1
    work(acme.project)
    made = profile(acme).json()
    assert (made["stale"], made["generation_count"]) == (False, 2)


def test_a_profile_of_another_schema_is_stale(acme):
    enable(acme)
    acme.remember("I live in Porto.")
    trigger(acme)
    work(acme.project)
    other = {
        "type": "object",
        "properties": {"age": {"type": "integer", "description": "Age"}},
    }
    enable(acme, other)
    assert profile(acme).json()["stale"] is True


def test_how_often_profiles_are_made_anew_is_a_setting(acme):
    path = "/v2/profiles/settings/"
    assert acme.get(path).json()["refresh_hours"] == 24
    assert acme.post(path, {"refresh_hours": 6}).json()["refresh_hours"] == 6
    assert acme.post(path, {"refresh_hours": None}).json()["refresh_hours"] is None
    for wrong in (0, -1, 9000, "daily", True):
        assert acme.post(path, {"refresh_hours": wrong}).status_code == 400
