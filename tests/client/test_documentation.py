"""The code of the documentation, run as it stands, over HTTP against the real API."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from mem0 import MemoryClient
from mem0.client.retries import Retries
from mem0.exceptions import RateLimitError
from tests.client.conftest import KEY
from tests.client.loopback import Answer
from tests.memories.worker import work

GUIDE = Path(__file__).parents[2] / "docs" / "sdk.md"

INITIALIZATION = """
from mem0 import MemoryClient

client = MemoryClient(api_key="your_api_key")
# or use environment variable MEM0_API_KEY
"""
USAGE = """
# Add a memory
response = client.add(
    messages=[{"role": "user", "content": "I enjoy hiking on weekends"}],
    user_id="user_123"
)

# Search memories
results = client.search("hiking", user_id="user_123")

# Update a memory
client.update(memory_id="mem_456", text="I enjoy hiking in the mountains on weekends")

# Delete a memory
client.delete(memory_id="mem_456")
"""
RETRYING = """
import time
import random

def make_api_call_with_retry(client, *args, max_retries=3):
    for i in range(max_retries):
        try:
            return client.add(*args)
        except RateLimitError:
            if i == max_retries - 1:
                raise
            # Exponential backoff with jitter
            sleep_time = (2 ** i) + random.uniform(0, 1)
            time.sleep(sleep_time)
    return None
"""


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):  # noqa: A002  the base class names it
        """Nobody reads it."""


@pytest.fixture
def host(monkeypatch):
    """The address of the real API on loopback, in the environment."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)

    def serve():
        server.serve_forever(0.01)
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    monkeypatch.setenv("MEM0_HOST", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def names(host, monkeypatch, acme):
    """What the code sees and leaves; clients it makes are closed."""
    monkeypatch.setenv("MEM0_API_KEY", acme.key)
    found = {"RateLimitError": RateLimitError}
    yield found
    for value in found.values():
        if isinstance(value, MemoryClient):
            value.close()


def run(code, names):
    exec(compile(code, "documentation", "exec"), names)  # noqa: S102  our own text


def test_the_reference_initializes_and_uses_a_client(names, acme):
    (known,) = acme.remember("I walk.", user_id="user_456")
    run(INITIALIZATION.replace("your_api_key", acme.key), names)
    run(USAGE.replace("mem_456", known["id"]), names)

    assert names["response"]["status"] == "PENDING"
    assert isinstance(names["results"], list)
    assert acme.get(f"/v1/memories/{known['id']}/").status_code == 404


def test_an_add_of_the_reference_is_found(names, acme):
    run(INITIALIZATION.replace("your_api_key", acme.key), names)
    names["client"].add(
        messages=[{"role": "user", "content": "I enjoy hiking on weekends"}],
        user_id="user_123",
    )
    work(acme.project)

    (hit,) = names["client"].search("hiking", user_id="user_123")
    assert "hiking" in hit["memory"]


def test_the_retries_of_the_reference_work_with_our_errors(
    names, loopback, monkeypatch
):
    limited = Answer(429, {"detail": "Too many."}, {"Retry-After": "1"})
    loopback.says(limited, limited, Answer(body={"status": "PENDING"}))
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    run(RETRYING, names)

    with MemoryClient(KEY, loopback.host, max_retries=0, validate=False) as client:
        answer = names["make_api_call_with_retry"](
            client, "I enjoy hiking.", {"user_id": "user_123"}
        )

    assert answer == {"status": "PENDING"}
    assert [int(seconds) for seconds in slept] == [1, 2]


def test_the_retries_of_the_reference_give_up(names, loopback, monkeypatch):
    loopback.says(*[Answer(429, {"detail": "Too many."})] * 2)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    run(RETRYING, names)

    with (
        MemoryClient(
            KEY, loopback.host, max_retries=Retries(0), validate=False
        ) as client,
        pytest.raises(RateLimitError),
    ):
        names["make_api_call_with_retry"](client, "Hello.", max_retries=2)


def guide():
    """Each Python block of the guide with what it prints."""
    blocks = re.findall(
        r"```python\n(.*?)```(?:\s*```text\n(.*?)```)?", GUIDE.read_text(), re.DOTALL
    )
    return [pytest.param(*block, id=f"block{n}") for n, block in enumerate(blocks)]


@pytest.mark.parametrize(("code", "printed"), guide())
def test_the_guide_does_what_it_says(names, capsys, acme, code, printed):
    for sentence in ("I live in Porto.", "I keep bees."):
        acme.remember(sentence, user_id="ann")

    run(code, names)

    assert capsys.readouterr().out == printed
