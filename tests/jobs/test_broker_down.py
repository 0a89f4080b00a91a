"""A broker that cannot be reached delays a job; it does not refuse it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mem0site.embedded.process import wait_until
from memories import publishing
from tests.jobs.conftest import event, job, texts

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A web server on the tests' database whose broker is a socket nobody serves."""
    port = free_port()
    environment = os.environ | {
        "BROKER_URL": f"pgmq://m0_broker:none@/broker?host={tmp_path}",
        "DJANGO_SETTINGS_MODULE": "mem0site.settings",
    }
    command = [sys.executable, "-m", "mem0site.serving", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--workers", "1"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        assert wait_until(lambda: answers(url), seconds=60, every=0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


@pytest.mark.slow
def test_adds_are_accepted_without_a_broker_and_carried_out_when_it_is_back(
    acme, broker, server, settings
):
    accepted = [post(server, acme.key, f"I own {n} red bicycles.") for n in (2, 3)]
    assert broker.pop() is None
    assert {job(acme, event_id).status for event_id in accepted} == {"queued"}
    settings.JOB_LOST_AFTER_SECONDS = 0
    assert publishing.relay() == 2
    assert broker.work() == [str(acme.project.pk)] * 2
    for event_id in accepted:
        assert event(acme, event_id)["status"] == "SUCCEEDED"
    assert len(texts(acme)) == 2


def post(server: str, key: str, text: str) -> str:
    body = {"messages": [{"role": "user", "content": text}], "user_id": "alice"}
    answer = httpx.post(
        f"{server}/v3/memories/add/",
        headers={"authorization": f"Token {key}"},
        json=body,
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "PENDING"
    return str(answer.json()["event_id"])
