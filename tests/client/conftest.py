"""Both clients, in this process and over loopback."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from mem0 import AsyncMemoryClient, MemoryClient
from mem0.client.retries import Retries
from tests.client.loopback import Loopback
from tests.client.transports import Blocking, connected

TRUSTED = ssl.create_default_context()
"""Shared, because making one takes longer than most tests."""

ONLY_BLOCKING = pytest.mark.parametrize("kind", ["sync"], indirect=True)
"""For matrices about what both clients share, which are long enough once."""

KEY = "m0sk_a-key-nobody-may-see"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """No key and no host of whoever runs the tests."""
    monkeypatch.delenv("MEM0_API_KEY", raising=False)
    monkeypatch.delenv("MEM0_HOST", raising=False)


@pytest.fixture(params=["sync", "async"])
def kind(request):
    return request.param


@pytest.fixture
def client(kind, acme):
    """A client of Acme's project, sync and async."""
    return connected(kind, acme.key)[0]


@pytest.fixture
def recorded(kind, acme):
    """A client and the requests it sends, without the ping."""
    return connected(kind, acme.key, validate=False)


@pytest.fixture
def loopback():
    server = Loopback()
    yield server
    server.close()


@dataclass
class Rig:
    """A client of a loopback server; `slept` has its pauses, which take no time."""

    kind: str
    server: Loopback
    slept: list[float] = field(default_factory=list)
    made: list[Any] = field(default_factory=list)

    def client(self, attempts=3, **options):
        retries = Retries(attempts, sleep=self._sleep, chance=lambda: 1.0)
        options = {"validate": False, "max_retries": retries, **options}
        return self.make(KEY, self.server.host, **options)

    def make(self, *args, timeout=5.0, **options):
        if self.kind == "sync":
            http = httpx.Client(timeout=timeout, verify=TRUSTED)
            self.made.append(http)
            return MemoryClient(*args, client=http, **options)
        # Each call has a loop of its own, and connections end with their loop.
        once = httpx.Limits(max_keepalive_connections=0)
        http = httpx.AsyncClient(timeout=timeout, verify=TRUSTED, limits=once)
        return Blocking(AsyncMemoryClient(*args, client=http, **options))

    def _sleep(self, seconds):
        self.slept.append(seconds)
        return None if self.kind == "sync" else asyncio.sleep(0)


@pytest.fixture
def rig(kind, loopback):
    rig = Rig(kind, loopback)
    yield rig
    for http in rig.made:
        http.close()
