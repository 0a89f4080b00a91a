"""Structuring by a language model: the real client against a loopback provider."""

from __future__ import annotations

import pytest

from orgs import services as orgs
from tests.memories.worker import work
from tests.openai_server import answer, failure, openai_server

__all__ = ["openai_server"]

SCHEMA = {
    "type": "object",
    "properties": {
        "home_city": {"type": "string", "description": "City where the user lives"},
        "age": {"type": "integer", "minimum": 1},
    },
    "required": ["home_city"],
}
ALICE = {"user_id": "alice"}


@pytest.fixture
def model(acme, openai_server):
    orgs.configure_llm(
        acme.project,
        model="gpt-5-mini",
        base_url=openai_server.url,
        api_key="sk-canary",
    )
    return openai_server


def built(api, **more):
    (kept,) = api.remember("I live in Porto.")
    body = {"schema": SCHEMA, "filters": ALICE, **more}
    key = api.post("/v1/exports/", body).json()["id"]
    work(api.project)
    told = api.get(f"/v1/exports/{key}/").json()
    read = api.post("/v1/exports/get/?wait=0", {"memory_export_id": key})
    return read, told, kept["id"]


def test_the_models_answer_is_the_export(acme, model):
    sources = [{"property": "home_city", "memories": [0, 7]}]
    model.reply(
        answer({"result": {"home_city": "Porto", "age": 34}, "sources": sources})
    )
    read, told, memory_id = built(acme, export_instructions="City names only.")
    assert read.json() == {"home_city": "Porto", "age": 34}
    assert (told["method"], told["evidence"]) == ("model", {"home_city": [memory_id]})
    assert "City names only." in model.prompts[-1]


def test_an_answer_of_another_shape_is_asked_for_again(acme, model):
    wrong = answer({"result": {"home_city": 7}, "sources": []})
    model.reply(wrong, answer({"result": {"home_city": "Porto"}, "sources": []}))
    read, told, _ = built(acme)
    assert read.json() == {"home_city": "Porto"}
    assert told["method"] == "model"


def test_the_mapping_stands_in_for_a_model_that_never_fits(acme, model):
    wrong = answer({"result": {"home_city": "Porto", "age": 0}, "sources": []})
    model.reply(wrong, wrong)
    read, _, _ = built(acme)
    assert read.json()["home_city"] == "I live in Porto."
    assert read["X-Export-Method"] == "rules_after_model"


def test_a_model_out_of_reach_is_tried_again_later(acme, model):
    model.reply(failure(503))
    read, told, _ = built(acme)
    assert (read.status_code, told["status"]) == (202, "PENDING")


def test_a_summary_is_written_by_the_model(acme, model):
    acme.remember("I live in Porto.")
    model.reply(answer({"summary": "Lives in Porto."}))
    body = acme.post("/v1/summary/", {"filters": ALICE}).json()
    assert (body["summary"], body["method"]) == ("Lives in Porto.", "model")


def test_a_summary_does_not_fail_with_the_model(acme, model):
    acme.remember("I live in Porto.")
    model.reply(failure(500))
    body = acme.post("/v1/summary/", {"filters": ALICE}).json()
    assert body["status"] == "SUCCEEDED"
    assert "I live in Porto." in body["summary"]
