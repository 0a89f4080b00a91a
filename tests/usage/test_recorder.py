"""What was answered is written, whatever happens to the database and the process."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
import uuid
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

import httpx
import pytest
from django.db import OperationalError, connections, transaction
from django.test import override_settings

from mem0site.embedded.environment import for_children
from mem0site.embedded.options import ROOT, Options
from mem0site.embedded.services import site_services
from orgs.erasure import erase_project
from orgs.gathering import Gatherer
from orgs.tenancy import tenant
from orgs.usage.observation import Observation
from orgs.usage.recorder import RECORDER, Recorder
from tests.acceptance.site import PATIENCE, free_port
from tests.conftest import Api, make_api

FLUSHED_NEVER = "60"  # seconds: what is written was written at the end


def seen(api: Api, **more) -> Observation:
    made = Observation(
        project_id=api.project.pk,
        key_id=uuid.uuid4(),
        key_label="m0-test…wxyz",
        verb="get",
        method="GET",
        route="/v1/memories/{memory_id}/",
        path="/v1/memories/1/",
        query="",
        status=200,
        error_code="",
        latency=3.5,
        request_size=0,
        response_size=10,
        user_id="alice",
        agent_id=None,
        app_id=None,
        run_id=None,
        client="",
        request_id="",
        created_at=dt.datetime.now(dt.UTC),
    )
    return dataclasses.replace(made, **more)


def stored(api: Api) -> int:
    with tenant(api.project):
        counted = sum(api.project.usage_deltas.values_list("requests", flat=True))
        assert counted == api.project.api_requests.count()
    return counted


def test_what_the_database_refuses_costs_nothing_else(acme):
    recorder = Recorder()
    for number in range(9):
        recorder.record(seen(acme, verb="x" * 21 if number == 4 else "get"))
    recorder.flush()
    assert (stored(acme), recorder.dropped, recorder.waiting()) == (8, 1, 0)


def test_while_the_database_does_not_answer_requests_wait(acme):
    recorder = Recorder()
    recorder.record(seen(acme))
    with connections["admin"].cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
        with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
            owner.execute("LOCK usage_apirequest IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(OperationalError):
                recorder.flush()
            recorder.record(seen(acme))
        cursor.execute("RESET lock_timeout")
    assert recorder.waiting() == 2
    assert recorder.flush() == 2
    assert stored(acme) == 2


def test_more_than_can_wait_is_counted_as_dropped(acme):
    recorder = Recorder(most=3)
    for _ in range(5):
        recorder.record(seen(acme))
    assert (recorder.waiting(), recorder.dropped) == (3, 2)
    recorder.flush()
    assert stored(acme) == 3


def test_requests_of_a_project_that_is_gone_hold_up_nobody(acme):
    gone = make_api("Gone")
    recorder = Recorder()
    recorder.record(seen(gone))
    recorder.record(seen(acme))
    erase_project(gone.project)
    recorder.flush()
    assert (stored(acme), recorder.waiting()) == (1, 0)


@override_settings(USAGE_FLUSH_SECONDS=0.01)
def test_a_stop_waits_for_what_the_thread_is_about_to_write():
    taken, go_on, written = Event(), Event(), []

    def write(batch) -> None:
        taken.set()
        go_on.wait(PATIENCE)
        written.extend(batch)

    gatherer = Gatherer(write, "numbers", "default")
    gatherer.record(1)
    assert taken.wait(PATIENCE)
    with ThreadPoolExecutor(1) as other:
        stopping = other.submit(gatherer.stop)
        wait([stopping], timeout=0.1)  # a stop that does not wait is over by then
        stopped_early = stopping.done()
        go_on.set()
        stopping.result(PATIENCE)
    assert (stopped_early, written) == (False, [1])


def test_texts_that_no_database_takes_are_recorded_without_what_it_refuses(acme):
    acme.get("/v1/memories/?user_id=a%00b%ff")
    acme.get("/v2/entities/user/%00/")
    acme.call("GET", "/v1/stats/", **{"user-agent": "caf\udce9"})
    RECORDER.flush()
    assert stored(acme) == 3


@pytest.mark.slow
def test_a_server_that_is_stopped_writes_what_it_has_answered(
    acme, tmp_path, monkeypatch
):
    monkeypatch.setenv("USAGE_FLUSH_SECONDS", FLUSHED_NEVER)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "mem0site.settings")
    options = Options(tmp_path, "127.0.0.1", free_port(), concurrency=1, external=True)
    options.claim_folders()
    web = site_services(options)[0]
    web.start(ROOT, for_children({}))
    try:
        answered = ask(options.url, acme.key, 40)
    finally:
        web.stop()
    assert answered == 40
    assert stored(acme) == answered


def ask(url: str, key: str, times: int) -> int:
    """How many requests were answered, from the first that the server takes."""
    headers = {"Authorization": f"Token {key}"}
    deadline = time.monotonic() + PATIENCE
    with httpx.Client(headers=headers, timeout=PATIENCE) as client:
        while True:
            try:
                answered = client.get(f"{url}/v1/ping/").is_success
                break
            except httpx.ConnectError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        return answered + sum(
            client.get(f"{url}/v1/ping/").is_success for _ in range(times - 1)
        )
