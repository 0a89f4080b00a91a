"""Calls of language models are counted, and end where a project's month does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from memories import spending
from orgs import services as orgs
from orgs.tenancy import tenant
from tests.memories.test_with_a_language_model import add
from tests.openai_server import answer, fact, failure, openai_server

__all__ = ["openai_server"]

PORTO = answer({"facts": [fact("User lives in Porto", [0])]})


@pytest.fixture
def model(acme, openai_server):
    """A language model that the operator gave to Acme's project, by a name of its own."""
    name = f"gpt-{acme.project.pk}"
    orgs.configure_llm(
        acme.project, model=name, base_url=openai_server.url, api_key="sk-canary"
    )
    openai_server.name = name
    return openai_server


def rows(api):
    names = ("calls", "failures", "prompt_tokens", "completion_tokens")
    with tenant(api.project):
        found = list(api.project.model_usage.values_list(*names))
    return tuple(map(sum, zip(*found, strict=True))) if found else (0, 0, 0, 0)


def limited(api, **overrides):
    organization = api.project.organization
    organization.plan_overrides = overrides
    organization.save(update_fields=["plan_overrides"])


def test_a_call_is_counted_with_its_tokens_whether_it_succeeds_or_not(acme, model):
    model.reply(PORTO)
    add(acme, "I live in Porto.")
    calls, failures, prompt, completion = rows(acme)
    assert (calls, failures) == (1, 0)
    assert prompt > 0
    assert completion > 0
    assert spending.this_month(acme.project) == prompt + completion
    model.reply(failure(400))
    assert add(acme, "I live in Lisbon.")["status"] == "FAILED"
    assert rows(acme) == (2, 1, prompt, completion)


def test_who_has_used_up_the_month_is_told_and_the_model_not_asked(acme, model):
    limited(acme, tokens=1)
    model.reply(PORTO)
    assert add(acme, "I live in Porto.")["status"] == "SUCCEEDED"
    event = add(acme, "I keep bees.")
    assert (event["status"], event["error_code"]) == ("FAILED", "model_quota_exceeded")
    assert "of its 1 tokens of the language model this month" in event["error"]
    body = {"messages": "I keep bees.", "user_id": "ana", "async_mode": False}
    refused = acme.post("/v1/memories/", body)
    assert (refused.status_code, refused.json()["code"]) == (
        413,
        "model_quota_exceeded",
    )
    assert len(model.requests) == 1
    assert acme.post("/v1/memories/", {**body, "infer": False}).status_code == 200
    limited(acme, tokens=None)
    model.reply(PORTO)
    assert add(acme, "I live in Porto.")["status"] == "SUCCEEDED"


def test_the_deployment_has_a_limit_for_those_without_their_own(acme, model, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"project_tokens_per_month": 1}
    )
    model.reply(PORTO)
    add(acme, "I live in Porto.")
    assert add(acme, "I keep bees.")["error_code"] == "model_quota_exceeded"
    limited(acme, tokens=10**9)
    spending.refuse(acme.project)


def test_another_month_and_another_project_are_counted_apart(acme, umbrella, model):
    limited(acme, tokens=1)
    model.reply(PORTO)
    add(acme, "I live in Porto.")
    spending.refuse(umbrella.project)
    month = dt.datetime.now(dt.UTC).date().replace(day=1)
    with tenant(acme.project):
        acme.project.model_usage.update(day=month - dt.timedelta(days=1))
    spending.refuse(acme.project)


def test_who_brings_a_key_pays_for_it(acme, model):
    limited(acme, tokens=1)
    model.reply(PORTO)
    add(acme, "I live in Porto.")
    acme.project.llm = {**acme.project.llm, "own": True}
    spending.refuse(acme.project)


def test_the_metrics_tell_of_all_processes(acme, model, settings):
    model.reply(PORTO)
    add(acme, "I live in Porto.")
    settings.OPERATOR_TOKEN = "see"
    text = Client(headers={"authorization": "Bearer see"}).get("/metrics").text
    calls = f'mem0_llm_calls_total{{model="{model.name}",outcome="answered"}} 1.0'
    assert calls in text
    assert f'mem0_llm_tokens_total{{kind="prompt",model="{model.name}"}}' in text or (
        f'mem0_llm_tokens_total{{model="{model.name}",kind="prompt"}}' in text
    )
