"""A web server that is told to stop answers what it has taken, and takes no more."""

from __future__ import annotations

import shutil
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

import httpx
import pytest

from mem0site.embedded.options import ROOT
from mem0site.embedded.process import send
from orgs import services
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.upgrades.serving import Crowd, web_server


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="m0-stop-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def boundless():
    """A tenant whose plan has no limits of requests."""
    organization = services.create_organization(name="Busy", plan="enterprise")
    project = organization.projects.get()
    return Api(project, services.create_key(project)[1])


def test_who_was_let_in_and_has_said_nothing_yet_is_answered(folder):
    with web_server(ROOT, folder) as (url, server):
        address = (httpx.URL(url).host, httpx.URL(url).port)
        quick = socket.create_connection(address)
        time.sleep(0.2)  # it is taken
        send(server.pid, signal.SIGTERM)
        time.sleep(0.2)
        quick.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        quick.settimeout(30)
        assert quick.recv(100).startswith(b"HTTP/1.1 200")
        assert server._process.wait(60) == 0


def test_nobody_new_is_let_in_by_a_server_that_stops(folder):
    with web_server(ROOT, folder) as (url, server):
        address = (httpx.URL(url).host, httpx.URL(url).port)
        send(server.pid, signal.SIGTERM)
        time.sleep(0.2)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address, timeout=30)
        assert server._process.wait(60) == 0


@pytest.mark.long
@pytest.mark.parametrize("answers", [30, 75])
def test_every_request_that_was_taken_is_answered(boundless, folder, answers):
    with (
        web_server(ROOT, folder) as (url, server),
        Crowd(url, boundless.key, 12) as crowd,
    ):
        crowd.until(answers)
        send(server.pid, signal.SIGTERM)
        assert server._process.wait(60) == 0
    tally = crowd.tally
    sys.stdout.write(f"\n{tally.answers} answered, {tally.refused} refused\n")
    assert tally.broken == []
    assert set(tally.answers) == {200}
    assert tally.refused > 0  # there was load until the end
    with tenant(boundless.project):
        kept = set(boundless.project.memories.values_list("text", flat=True))
    assert kept == set(tally.acknowledged)
