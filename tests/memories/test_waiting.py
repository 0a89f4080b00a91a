from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from tests.memories.worker import work


@pytest.fixture
def worker(acme):
    """A worker in a thread of its own, for the one job that will come."""

    def run() -> None:
        try:
            while not stop.is_set() and not work(acme.project):
                time.sleep(0.01)
        finally:
            connection.close()

    stop = threading.Event()
    thread = threading.Thread(target=run)
    thread.start()
    yield
    stop.set()
    thread.join()


def add(api, path, **more):
    body = {"messages": "I live in Porto.", "user_id": "alice", **more}
    return api.post(path, body)


def test_an_add_that_waits_answers_with_results(acme, worker):
    body = add(acme, "/v3/memories/add/?wait=20").json()
    assert body["status"] == "SUCCEEDED"
    assert "Porto" in body["results"][0]["memory"]


def test_the_first_version_waits_too(acme, worker):
    (item,) = add(acme, "/v1/memories/?wait=20").json()
    assert item["status"] == "SUCCEEDED"
    assert "Porto" in item["memory"]


def test_an_add_answers_when_the_time_is_up(acme):
    body = add(acme, "/v3/memories/add/?wait=0.05").json()
    assert body["status"] == "PENDING"
    work(acme.project)
    assert acme.get(f"/v1/event/{body['event_id']}/").json()["status"] == "SUCCEEDED"


@pytest.mark.parametrize("wait", ["soon", "-1", "nan"])
def test_a_wait_that_is_no_time_is_refused(acme, wait):
    assert add(acme, f"/v3/memories/add/?wait={wait}").status_code == 400
    assert work(acme.project) == 0
