from __future__ import annotations

import pytest

from tests.acceptance.javascript.sdk import NEWEST
from tests.acceptance.sdk import Refused

pytestmark = NEWEST
SCHEMA = {
    "type": "object",
    "properties": {
        "home_town": {"type": "string", "description": "The town they live in"},
        "petName": {"type": "string", "description": "The name of their pet"},
    },
}
UNKNOWN = "/v2/profiles/jobs/019a0000-0000-7000-8000-000000000000/"


def finished(client, live, acme, job):
    """The run of a profile, once its event has ended."""
    live.finished(acme.key, job["eventId"])
    return client.getProfileJob(job["statusUrl"])["job"]


@pytest.fixture
def enabled(client):
    client.updateProfileSettings({"enabled": True, "schema": SCHEMA})
    client.store("I live in Porto.", "My home town is Porto.")
    return client


def test_profiles_are_off_at_first(client):
    assert client.getProfileSettings()["enabled"] is False


def test_a_schema_keeps_its_names(client):
    given = {"enabled": True, "schema": SCHEMA, "customInstructions": "Be brief."}
    client.updateProfileSettings(given)
    settings = client.getProfileSettings()
    assert settings["enabled"] is True
    user = settings["entities"]["user"]
    assert (user["schema"], user["customInstructions"]) == (SCHEMA, "Be brief.")


def test_only_what_is_passed_is_changed(client):
    client.updateProfileSettings({"enabled": True, "schema": SCHEMA})
    answer = client.updateProfileSettings({"enabled": False})
    assert answer["enabled"] is False
    assert answer["entities"]["user"]["schema"] == SCHEMA


def test_a_property_without_a_description_is_refused(client):
    schema = {"type": "object", "properties": {"town": {"type": "string"}}}
    with pytest.raises(Refused, match="description") as refused:
        client.updateProfileSettings({"schema": schema})
    assert refused.value.name == "ValidationError"


def test_a_user_of_a_project_without_profiles_has_none(client):
    client.store("I live in Porto.")
    answer = client.getProfile({"entityId": "alice"})
    assert (answer["status"], answer["entityId"]) == ("not_enabled", "alice")


def test_the_profile_of_somebody_unknown_is_not_found(enabled):
    with pytest.raises(Refused) as refused:
        enabled.getProfile({"entityId": "nobody"})
    assert refused.value.name == "MemoryNotFoundError"


def test_a_profile_is_made_on_request(enabled, live, acme):
    job = enabled.generateProfile({"entityId": "alice"})
    assert job["statusUrl"].startswith("/v2/profiles/jobs/")
    assert finished(enabled, live, acme, job)["completed"] == 1
    profile = enabled.getProfile({"entityId": "alice"})
    assert profile["status"] in {"succeeded", "insufficient_data"}


def test_a_job_is_found_by_its_bare_id(enabled):
    job = enabled.generateProfile({"entityId": "alice"})
    assert enabled.getProfileJob(job["jobId"])["job"]["id"] == job["jobId"]


def test_the_same_request_twice_is_one_job(enabled):
    asked = {"entityId": "alice", "idempotencyKey": "once"}
    first, second = enabled.generateProfile(asked), enabled.generateProfile(asked)
    assert first["jobId"] == second["jobId"]
    assert (first["replayed"], second["replayed"]) == (False, True)


def test_a_key_used_for_another_request_is_a_conflict(enabled):
    enabled.store("I live in Faro.", user_id="bob")
    enabled.generateProfile({"entityId": "alice", "idempotencyKey": "once"})
    with pytest.raises(Refused) as refused:
        enabled.generateProfile({"entityId": "bob", "idempotencyKey": "once"})
    assert refused.value.name == "ValidationError"
    assert refused.value.code == "HTTP_409"


def test_a_sample_says_whom_it_picked(enabled, live, acme):
    job = enabled.sampleProfiles({"limit": 1})
    assert (job["operation"], job["sampled"], job["entityIds"]) == (
        "sample",
        1,
        ["alice"],
    )
    assert finished(enabled, live, acme, job)["completed"] == 1


def test_profiles_are_not_made_where_they_are_off(client):
    client.store("I live in Porto.")
    with pytest.raises(Refused) as refused:
        client.generateProfile({"entityId": "alice"})
    assert refused.value.name == "ValidationError"


def test_an_unknown_job_is_not_found(client):
    with pytest.raises(Refused) as refused:
        client.getProfileJob(UNKNOWN)
    assert refused.value.name == "MemoryNotFoundError"
