"""Profiles, which the newest client knows."""

from __future__ import annotations

import pytest

from tests.acceptance.generations import NEWEST
from tests.acceptance.sdk import Refused

pytestmark = NEWEST
TOWN = {"type": "string", "description": "The town they live in"}
SCHEMA = {"type": "object", "properties": {"home_town": TOWN}}


@pytest.fixture
def enabled(client):
    client.update_profile_settings(enabled=True, schema=SCHEMA)
    client.store("I live in Porto.", "My home town is Porto.")
    return client


def test_settings_are_read_and_changed(client):
    assert client.get_profile_settings()["enabled"] is False
    client.update_profile_settings(
        enabled=True, schema=SCHEMA, custom_instructions="Be brief."
    )
    settings = client.get_profile_settings()
    assert settings["enabled"] is True
    assert settings["entities"]["user"] == {
        "schema": SCHEMA,
        "custom_instructions": "Be brief.",
    }


def test_a_profile_is_made_once_for_one_key(enabled, live, acme):
    job = enabled.generate_profile("alice", idempotency_key="k-1")
    again = enabled.generate_profile("alice", idempotency_key="k-1")
    assert (again["job_id"], again["replayed"]) == (job["job_id"], True)
    live.finished(acme.key, job["event_id"])
    assert enabled.get_profile_job(job["status_url"])["job"]["status"] == "succeeded"
    assert enabled.get_profile_job(job["job_id"])["job"]["succeeded"] == 1
    profile = enabled.get_profile("alice")
    assert profile["status"] == "succeeded"
    assert "Porto" in profile["profile"]["home_town"]


def test_some_users_are_sampled(enabled):
    assert enabled.sample_profiles(limit=1)["entity_ids"] == ["alice"]


def test_the_profile_of_somebody_unknown_is_not_found(enabled):
    with pytest.raises(Refused) as refused:
        enabled.get_profile("nobody")
    assert refused.value.name == "MemoryNotFoundError"
