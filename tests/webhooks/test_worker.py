"""From a client's add to the receiver, through the broker and a real worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from celery import current_app

from tests.webhooks.conftest import fresh, hook
from webhooks.models import Delivery


@pytest.fixture
def worker(tmp_path):
    """A worker of the queue `webhook`; hints of other tests are thrown away first."""
    with current_app.connection_for_write() as connection:
        connection.default_channel.queue_purge("webhook")
    command = [sys.executable, "-m", "celery", "--app", "mem0site", "worker"]
    command += ["--pool", "threads", "--concurrency", "4", "--queues", "webhook"]
    command += ["--without-gossip", "--without-mingle"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mem0site.settings",
        "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1",
    }
    with (tmp_path / "log").open("ab") as log:
        child = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    yield child
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@pytest.mark.slow
def test_an_added_memory_is_told_by_the_worker(acme, receiver, worker):
    hook(acme, receiver.url)
    (made,) = acme.remember("Ana lives in Porto")
    deadline = time.monotonic() + 30
    while not receiver.requests and time.monotonic() < deadline:
        time.sleep(0.05)
    (request,) = receiver.requests
    body = request.json()
    assert body["event_details"]["id"] == made["id"]
    row = Delivery(id=body["id"], project=acme.project)
    while fresh(acme, row).status == "sending" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert fresh(acme, row).status == "delivered"
