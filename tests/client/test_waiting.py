from __future__ import annotations

import asyncio

import pytest

from mem0.client.retries import Retries
from tests.client.loopback import Answer
from tests.client.transports import connected
from tests.memories.worker import work

SAID = "I moved to Porto."


@pytest.fixture
def helped(kind, acme):
    """A client in whose pauses the worker works."""

    def sleep(seconds):
        if kind == "sync":
            work(acme.project)
            return None
        return asyncio.to_thread(_elsewhere, acme.project)

    retries = Retries(sleep=sleep, clock=lambda: 0.0)
    return connected(kind, acme.key, max_retries=retries)[0]


def _elsewhere(project):
    from django.db import connections  # noqa: PLC0415

    try:
        work(project)
    finally:
        connections.close_all()


def test_an_add_answers_at_once(client):
    answer = client.add(SAID, user_id="alice")

    assert answer["status"] == "PENDING"
    assert client.event(answer["event_id"])["status"] == "PENDING"


def test_it_waits_until_the_memories_are_there(helped):
    answer = helped.add(SAID, user_id="alice", wait=0.01)

    assert answer["status"] == "SUCCEEDED"
    assert "Porto" in answer["results"][0]["memory"]
    assert helped.event(answer["event_id"])["status"] == "SUCCEEDED"


def test_it_waits_in_version_one_too(helped):
    (result,) = helped.add(SAID, user_id="alice", wait=0.01, version="v1")

    assert result["status"] == "SUCCEEDED"
    assert "Porto" in result["memory"]


def test_when_the_time_is_up_the_answer_is_pending(kind, acme):
    ticks = iter([0.0, 100.0])
    retries = Retries(clock=lambda: next(ticks))
    client, _ = connected(kind, acme.key, max_retries=retries)

    assert client.add(SAID, user_id="alice", wait=0.01)["status"] == "PENDING"


def test_it_asks_the_server_to_wait_and_then_asks_again(rig):
    queued = {"message": "…", "status": "PENDING", "event_id": "e1"}
    failed = {"status": "FAILED", "results": [], "error": "No model."}
    rig.server.says(
        Answer(body=queued),
        Answer(body={"status": "RUNNING", "results": None}),
        Answer(body=failed),
    )

    answer = rig.client().add(SAID, user_id="alice", wait=300)

    assert answer["status"] == "FAILED"
    assert answer["error"] == "No model."
    assert [asked.path for asked in rig.server.asked] == [
        "/v3/memories/add/?wait=60.0",
        "/v1/event/e1/",
        "/v1/event/e1/",
    ]
    assert rig.slept == [0.5, 1.0]


def test_no_need_to_wait_for_what_is_done(rig):
    rig.server.says(Answer(body={"status": "SUCCEEDED", "results": []}))

    rig.client().add(SAID, user_id="alice", wait=5)

    assert len(rig.server.asked) == 1


def test_an_event_may_be_waited_for(helped):
    queued = helped.add(SAID, user_id="alice")

    event = helped.event(queued["event_id"], wait=5)

    assert event["status"] == "SUCCEEDED"
    assert "Porto" in event["results"][0]["memory"]


def test_an_event_that_goes_on_is_told_when_the_time_is_up(kind, acme):
    ticks = iter([0.0, 100.0])
    retries = Retries(clock=lambda: next(ticks))
    client, _ = connected(kind, acme.key, max_retries=retries)
    queued = acme.post("/v3/memories/add/", {"messages": SAID, "user_id": "a"}).json()

    assert client.event(queued["event_id"], wait=5)["status"] == "PENDING"


def test_events_are_listed_and_narrowed(client):
    queued = client.add(SAID, user_id="alice")
    client.add(SAID, user_id="alice", infer=False)

    waiting = client.events(event_type="ADD", status="PENDING", page_size=1)

    assert [event["id"] for event in waiting["results"]] == [queued["event_id"]]
    assert client.events()["count"] == 2
