"""What a client sees of an accepted add, from PENDING to the end."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from memories import jobs, publishing
from tests.jobs.conftest import add, alter, event, job, texts
from tests.openai_server import Reply, failure, parrot


def test_an_accepted_add_is_pending_until_a_worker_has_done_it(acme, broker):
    event_id = add(acme, "I live in Porto.")
    assert event(acme, event_id)["status"] == "PENDING"
    assert texts(acme) == []
    broker.work()
    done = event(acme, event_id)
    assert done["status"] == "SUCCEEDED"
    assert [result["event"] for result in done["results"]] == ["ADD"]
    assert done["error"] is None
    assert done["latency"] > 0
    assert len(texts(acme)) == 1


def test_an_event_is_running_while_the_model_thinks(acme, broker, model):
    seen = []

    def respond(request):
        seen.append(event(acme, event_id))
        return parrot(request)

    model.responder = respond
    event_id = add(acme, "I live in Porto.")
    broker.work()
    assert seen[0]["status"] == "RUNNING"
    assert seen[0]["started_at"] is not None
    assert seen[0]["completed_at"] is None
    assert event(acme, event_id)["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (failure(401), "refused the API key"),
        (failure(404), "does not know"),
        (failure(400, "maximum context length exceeded"), "too long"),
    ],
)
def test_a_failure_that_will_not_pass_ends_the_event_with_a_reason(
    acme, broker, model, reply, reason
):
    model.responder = lambda request: reply
    event_id = add(acme, "I live in Porto.")
    broker.work()
    failed = event(acme, event_id)
    assert failed["status"] == "FAILED"
    assert reason in failed["error"]
    assert failed["completed_at"] is not None
    assert job(acme, event_id).status == "dead"
    assert publishing.relay() == 0
    assert texts(acme) == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_failure_that_may_pass_is_tried_again_later(acme, broker, model, status):
    model.reply(failure(status))
    event_id = add(acme, "I live in Porto.")
    broker.work()
    waiting = event(acme, event_id)
    assert waiting["status"] == "PENDING"
    assert str(status) in waiting["error"]
    wait = job(acme, event_id).run_at - timezone.now()
    assert dt.timedelta(0) < wait <= dt.timedelta(seconds=7.5)
    assert publishing.relay() == 0  # it is not due yet
    alter(acme, event_id, "run_at = now()")
    assert publishing.relay() == 1
    broker.work()
    done = event(acme, event_id)
    assert (done["status"], done["error"]) == ("SUCCEEDED", None)
    assert texts(acme) == ["I live in Porto."]


def test_the_providers_own_wait_is_kept(acme, broker, model):
    model.reply(failure(429, retry_after=600))
    event_id = add(acme, "I live in Porto.")
    broker.work()
    wait = job(acme, event_id).run_at - timezone.now()
    assert dt.timedelta(seconds=500) < wait <= dt.timedelta(seconds=600)


def test_a_job_that_only_breaks_its_own_answer_does_not_hold_up_the_others(
    acme, broker, model
):
    model.responder = lambda request: (
        Reply(text="Here is what I think about poison…")
        if "poison" in request.prompt
        else parrot(request)
    )
    poisoned = add(acme, "I collect poison frogs.", user="paul")
    others = {f"I own {n} red bicycles.": f"user-{n}" for n in range(11, 14)}
    events = [add(acme, text, user) for text, user in others.items()]
    broker.work()
    failed = event(acme, poisoned)
    assert failed["status"] == "FAILED"
    assert "no valid answer" in failed["error"]
    assert job(acme, poisoned).attempts == 1
    assert [event(acme, each)["status"] for each in events] == ["SUCCEEDED"] * 3
    for text, user in others.items():
        assert texts(acme, user) == [text]


def test_a_job_that_kills_every_worker_is_given_up(acme, broker):
    event_id = add(acme, "I live in Porto.")
    lost = "status = 'running', lease_until = now() - interval '1 second'"
    alter(acme, event_id, f"{lost}, attempts = {jobs.MAX_CLAIMS}, published_at = NULL")
    assert publishing.relay() == 1
    broker.work()
    failed = event(acme, event_id)
    assert failed["status"] == "FAILED"
    assert f"The worker ended {jobs.MAX_CLAIMS} times" in failed["error"]
    assert job(acme, event_id).status == "dead"
    assert texts(acme) == []
