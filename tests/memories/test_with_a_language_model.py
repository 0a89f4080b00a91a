"""Extraction by a language model: the real client against a loopback provider."""

from __future__ import annotations

import pytest

from memories import services
from orgs import services as orgs
from orgs.tenancy import tenant
from tests.openai_server import answer, fact, failure, openai_server

__all__ = ["openai_server"]

MONDAY = 1_760_000_000


@pytest.fixture
def model(acme, openai_server):
    """Acme's project has a language model of its own."""
    orgs.configure_llm(
        acme.project,
        model="gpt-5-mini",
        base_url=openai_server.url,
        api_key="sk-canary",
    )
    return openai_server


def add(api, text, **more):
    body = {"messages": text, "user_id": "ana", "timestamp": MONDAY, **more}
    event_id = api.post("/v3/memories/add/", body).json()["event_id"]
    with tenant(api.project):
        job = api.project.jobs.get(event_id=event_id)
    services.run_job(api.project.pk, job.pk)
    return api.get(f"/v1/event/{event_id}/").json()


def test_the_facts_of_the_model_become_memories(acme, model):
    model.reply(answer({"facts": [fact("User lives in Porto", [0])]}))
    event = add(acme, "I live in Porto.")
    assert event["status"] == "SUCCEEDED"
    assert [r["memory"] for r in event["results"]] == ["User lives in Porto"]


def test_a_fact_replaces_what_the_model_says_it_does(acme, model):
    model.reply(
        answer({"facts": [fact("User works at Acme", [0])]}),
        answer({"facts": [fact("User works at Umbrella", [0], supersedes=[0])]}),
    )
    add(acme, "I work at Acme.")
    add(acme, "I work at Umbrella now.", timestamp=MONDAY + 86_400)
    body = {"filters": {"user_id": "ana"}, "latest_only": True}
    current = acme.post("/v3/memories/", body).json()["results"]
    assert [m["memory"] for m in current] == ["User works at Umbrella"]


def test_the_model_never_sees_an_id(acme, model):
    model.reply(answer({"facts": [fact("User lives in Porto", [0])]}))
    (made,) = add(acme, "I live in Porto.")["results"]
    model.reply(answer({"facts": []}))
    add(acme, "I still live in Porto.")
    assert not any(made["id"] in prompt for prompt in model.prompts)
    assert "User lives in Porto" in model.prompts[-1]


def test_what_no_source_supports_is_dropped_and_counted(acme, model):
    model.reply(answer({"facts": [fact("User owns a yacht in Monaco", [0])]}))
    event = add(acme, "I live in Porto.")
    assert event["results"] == []
    assert event["dropped"] == {"unsupported": 1}


def test_a_provider_that_is_down_leaves_the_event_pending_with_a_reason(acme, model):
    model.reply(failure(500))
    event = add(acme, "I live in Porto.")
    assert event["status"] == "PENDING"
    assert event["error"]


def test_a_refused_key_fails_the_event_and_is_not_shown(acme, model):
    model.reply(failure(401, "Incorrect API key provided: sk-canary."))
    event = add(acme, "I live in Porto.")
    assert event["status"] == "FAILED"
    assert event["error"]
    assert "sk-canary" not in event["error"]


def test_instructions_and_categories_reach_the_model(acme, model):
    model.reply(answer({"facts": []}))
    add(
        acme,
        "I live in Porto.",
        custom_instructions="Only remember places.",
        custom_categories=[{"places": "where somebody has been"}],
    )
    assert "Only remember places." in model.prompts[-1]
    assert "where somebody has been" not in model.prompts[-1]  # a job tags later


def test_the_key_is_stored_encrypted(acme, model):
    acme.project.refresh_from_db()
    assert "sk-canary" not in str(acme.project.llm)
    assert model.url in str(acme.project.llm)


def test_user_and_assistant_facts_go_to_user_and_agent(acme, model):
    model.reply(
        answer(
            {
                "facts": [
                    fact("User likes tea", [0]),
                    fact("Assistant booked a table", [1], attributed_to="assistant"),
                ]
            }
        )
    )
    messages = [
        {"role": "user", "content": "I like tea."},
        {"role": "assistant", "content": "I booked a table."},
    ]
    event = add(acme, messages, agent_id="waiter", run_id="evening")
    who = {r["memory"]: (r.get("user_id"), r.get("agent_id")) for r in event["results"]}
    assert who["User likes tea"] == ("ana", None)
    assert who["Assistant booked a table"] == (None, "waiter")
    assert {r["run_id"] for r in event["results"]} == {"evening"}
