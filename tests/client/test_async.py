from __future__ import annotations

import asyncio

import httpx
import pytest

from mem0 import AsyncMemoryClient
from mem0.exceptions import AuthenticationError
from tests.client.conftest import KEY
from tests.client.loopback import PING, Answer
from tests.client.transports import HOST, AsyncDjangoTransport


def test_entering_tries_the_key_and_leaving_closes(loopback):
    loopback.says(Answer(body=PING))

    async def enter():
        async with AsyncMemoryClient(KEY, loopback.host) as client:
            return client

    client = asyncio.run(enter())

    assert client.project_id == "project"
    assert client.client.is_closed


def test_entering_with_a_wrong_key_is_an_error(loopback):
    loopback.says(Answer(401, {"detail": "Invalid API key."}))

    async def enter():
        async with AsyncMemoryClient(KEY, loopback.host, max_retries=0):
            return

    with pytest.raises(AuthenticationError, match="Invalid API key"):
        asyncio.run(enter())


def test_calls_run_side_by_side(acme):
    async def together():
        http = httpx.AsyncClient(transport=AsyncDjangoTransport())
        client = AsyncMemoryClient(acme.key, HOST, client=http)
        adds = (
            client.add(f"Fact {n}.", user_id="alice", infer=False) for n in range(4)
        )
        await asyncio.gather(*adds)
        return [memory async for memory in client.iter_all(user_id="alice")]

    assert len(asyncio.run(together())) == 4
