"""A provider of models that is down loses nothing, is named, and is left alone."""

from __future__ import annotations

import json

import pytest
from django.db import connections

from mem0.exceptions import ProviderDownError
from memories import breakers, engine, jobs, publishing
from tests.jobs.conftest import add, alter, event, job, texts
from tests.openai_server import OpenAIServer, Reply, failure, parrot, truncated

FAULTS = {
    "500": failure(500),
    "429": failure(429, retry_after=7),
    "529": failure(529, "Overloaded."),
    "no answer": Reply(hang=3),
    "slow drip": Reply(drip=0.2),
    "garbage": Reply(raw="<html>Bad gateway</html>"),
    "half an answer": Reply(raw='{"id": "chatcmpl-1", "choices": [{"mess'),
    "no choice": Reply(raw='{"id": "x", "object": "chat.completion", "choices": []}'),
}


@pytest.fixture
def impatient(settings, model):
    """The model's client gives up after a moment."""
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"llm_config": {"timeout": 0.5}}
    )
    return model


def pass_time(api, *event_ids):
    """Let the waits of jobs and breakers end."""
    with connections["admin"].cursor() as cursor:
        cursor.execute("UPDATE memories_outage SET try_at = now()")
    breakers.forget()
    for event_id in event_ids:
        alter(api, event_id, "run_at = now(), published_at = NULL")
    publishing.relay()


def down(fault):
    """Says this and nothing else."""
    return lambda request: fault


@pytest.mark.parametrize("fault", FAULTS)
def test_an_add_waits_out_the_fault_and_says_why(acme, broker, impatient, fault):
    impatient.responder = down(FAULTS[fault])
    event_id = add(acme, "I live in Porto.")
    broker.work()
    waiting = event(acme, event_id)
    assert waiting["status"] == "PENDING"
    assert waiting["error"].startswith("openai ")
    assert texts(acme) == []
    impatient.responder = parrot
    pass_time(acme, event_id)
    broker.work()
    done = event(acme, event_id)
    assert (done["status"], done["error"]) == ("SUCCEEDED", None)
    assert texts(acme) == ["I live in Porto."]


@pytest.mark.parametrize("spoiled", [truncated({"facts": []}), Reply(text="Well, …")])
def test_an_answer_of_no_shape_fails_the_add_which_can_be_tried_again(
    acme, broker, model, spoiled
):
    model.responder = down(spoiled)
    event_id = add(acme, "I live in Porto.")
    broker.work()
    failed = event(acme, event_id)
    assert failed["status"] == "FAILED"
    assert failed["error"]
    model.responder = parrot
    assert acme.post(f"/v1/event/{event_id}/retry/", {}).status_code == 200
    broker.work()
    assert texts(acme) == ["I live in Porto."]


def test_a_provider_that_is_down_is_asked_once_in_a_while_and_nothing_is_given_up(
    acme, broker, model
):
    model.responder = down(failure(503, "The model is overloaded."))
    accepted = [add(acme, f"I own {n} red bicycles.") for n in range(2, 8)]
    broker.work()
    assert len(model.requests) == breakers.FAILURES, "the others were spared"
    for event_id in accepted:
        waiting = event(acme, event_id)
        assert waiting["status"] == "PENDING"
        assert "The model is overloaded." in waiting["error"]
    assert "5 times in a row" in waiting["error"]
    for _ in range(jobs.MAX_ATTEMPTS + 1):
        asked = len(model.requests)
        pass_time(acme, *accepted)
        broker.work()
        assert len(model.requests) == asked + 1, "one trial for all"
    assert {event(acme, each)["status"] for each in accepted} == {"PENDING"}
    assert max(job(acme, each).attempts for each in accepted) <= 1
    model.responder = parrot
    pass_time(acme, *accepted)
    broker.work()
    assert {event(acme, each)["status"] for each in accepted} == {"SUCCEEDED"}
    assert len(texts(acme)) == len(accepted)


def test_a_job_does_not_wait_for_ever(acme, broker, model):
    model.responder = down(failure(503, "The model is overloaded."))
    event_id = add(acme, "I live in Porto.")
    alter(acme, event_id, "created_at = now() - interval '25 hours'")
    for _ in range(jobs.MAX_ATTEMPTS):
        assert event(acme, event_id)["status"] == "PENDING"
        pass_time(acme, event_id)
        broker.work()
    failed = event(acme, event_id)
    assert failed["status"] == "FAILED"
    assert "The model is overloaded." in failed["error"]


def test_who_waits_for_an_answer_is_told_at_once_and_when_to_come_back(acme, model):
    model.responder = down(failure(500))
    body = {"messages": [{"role": "user", "content": "I live in Porto."}]}
    body |= {"user_id": "alice", "async_mode": False}
    answers = [acme.post("/v1/memories/", body) for _ in range(breakers.FAILURES + 2)]
    assert [a.status_code for a in answers] == [502] * 4 + [503] * 3
    assert answers[-1].json()["code"] == "provider_down"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 1.2 * breakers.FIRST_WAIT
    assert len(model.requests) == breakers.FAILURES
    assert acme.get("/v1/memories/?user_id=alice").status_code == 200


def test_one_bad_request_among_good_ones_opens_nothing(acme, broker, model):
    model.responder = lambda request: (
        failure(500) if "poison" in request.prompt else parrot(request)
    )
    poisoned = add(acme, "I collect poison frogs.", user="paul")
    for number in range(2, 2 + jobs.MAX_ATTEMPTS):
        broker.work()
        fine = add(acme, f"I own {number} red bicycles.")
        broker.work()
        assert event(acme, fine)["status"] == "SUCCEEDED"
        pass_time(acme, poisoned)
    broker.work()
    assert event(acme, poisoned)["status"] == "FAILED"
    assert job(acme, poisoned).attempts == jobs.MAX_ATTEMPTS


def guarded(server, **options):
    config = {"base_url": server.url, "api_key": "sk-1", **options}
    config |= {"model": "text-embedding-3-small", "embedding_dims": 64}
    return engine._embedder("openai", json.dumps(config).encode())


def test_an_embedder_that_is_down_is_left_alone_as_well():
    with OpenAIServer() as server:
        embedder = guarded(server)
        server.reply(*[failure(500)] * breakers.FAILURES)
        for _ in range(breakers.FAILURES + 3):
            with pytest.raises(Exception, match="answered 500"):
                embedder.embed(["tea"])
        assert len(server.requests) == breakers.FAILURES
        with connections["admin"].cursor() as cursor:
            cursor.execute("UPDATE memories_outage SET try_at = now()")
        breakers.forget()
        assert len(embedder.embed(["tea"])[0]) == 64
        assert len(embedder.embed(["tea"])[0]) == 64
        assert not breakers.known()


def test_each_trial_that_fails_doubles_the_wait():
    waits = []
    with OpenAIServer(responder=down(failure(500))) as server:
        model = engine._llm(
            "openai",
            json.dumps({"base_url": server.url, "api_key": "sk-1"}).encode(),
            guarded=False,
        )
        for _ in range(breakers.FAILURES + 6):
            with pytest.raises(Exception, match="answered 500") as caught:
                model.complete([{"role": "user", "content": "x"}])
            if isinstance(caught.value, ProviderDownError):
                (state,) = breakers._states.values()
                waits.append(round(state.ends - state.read_at))
            with connections["admin"].cursor() as cursor:
                cursor.execute("UPDATE memories_outage SET try_at = now()")
            breakers.forget()
    assert waits == [15, 30, 60, 120, 240, 300, 300]
