from __future__ import annotations

from pydantic import BaseModel

from tests.memories.wire import BEES
from tests.memories.worker import work

SCHEMA = {"type": "object", "properties": {"animals": {"type": "string"}}}


class Person(BaseModel):
    """What we want to know of somebody."""

    city: str | None = None


def test_an_export_is_read_by_its_filter_or_its_id(recorded, acme):
    client, requests = recorded
    acme.remember(BEES)

    made = client.create_memory_export(SCHEMA, user_id="alice")
    work(acme.project)
    client.get_memory_export(user_id="alice")
    client.get_memory_export(memory_export_id=made["id"], wait=0)

    assert requests[2].url.query == b"wait=0.0"
    keyed = ["Idempotency-Key" in request.headers for request in requests]
    assert keyed == [True, False, False]


def test_a_pydantic_class_is_a_schema(recorded, acme):
    client, requests = recorded
    acme.remember(BEES)

    made = client.create_memory_export(Person, filters={"user_id": "alice"})

    assert made["id"]
    assert b'"city"' in requests[0].content


def test_it_summarizes(client, acme):
    acme.remember(BEES)

    assert client.get_summary({"user_id": "alice"})["memory_count"] == 1


def test_profiles_are_set_up_made_and_followed(client, acme):
    acme.remember(BEES)
    schema = {
        "type": "object",
        "properties": {"pets": {"type": "string", "description": "Animals kept."}},
    }

    client.update_profile_settings(enabled=True, schema=schema)
    settings = client.get_profile_settings()
    run = client.generate_profile("alice", idempotency_key="once")
    again = client.generate_profile("alice", idempotency_key="once")
    sampled = client.sample_profiles(limit=1)

    assert settings["enabled"] is True
    assert settings["entities"]["user"]["schema"] == schema
    assert again["job_id"] == run["job_id"]
    assert again["replayed"] is True
    assert sampled["sampled"] == 1
    assert client.get_profile_job(run["status_url"]) == client.get_profile_job(
        run["job_id"]
    )
    assert client.get_profile("alice")["entity_id"] == "alice"
