"""Ways into the API that need no port, and one client over both of ours.

httpx hands its requests to Django's test client, so the real clients talk to the
real API in this process. `Blocking` lets one test speak to both clients.
"""

from __future__ import annotations

import asyncio
import inspect

import httpx
from django.db import connections
from django.test import Client

from mem0 import AsyncMemoryClient, MemoryClient
from mem0.client.retries import Retries

HOST = "http://testserver"


class DjangoTransport(httpx.BaseTransport):
    """Carries requests into Django's test client, and remembers them."""

    def __init__(self):
        self.requests = []

    def handle_request(self, request):
        self.requests.append(request)
        response = Client().generic(
            request.method,
            request.url.raw_path.decode(),
            request.read(),
            content_type=request.headers.get("content-type", "application/json"),
            headers=dict(request.headers),
        )
        return httpx.Response(
            response.status_code,
            headers=dict(response.items()),
            content=response.content,
            request=request,
        )


class AsyncDjangoTransport(httpx.AsyncBaseTransport):
    """The same for the async client: in a thread, as the views are blocking."""

    def __init__(self):
        self._blocking = DjangoTransport()
        self.requests = self._blocking.requests

    async def handle_async_request(self, request):
        return await asyncio.to_thread(self._handle, request)

    def _handle(self, request):
        try:
            return self._blocking.handle_request(request)
        finally:
            connections.close_all()


class Blocking:
    """The async client (or its project), each call in a loop of its own."""

    def __init__(self, awaiting):
        self._awaiting = awaiting

    @property
    def project(self):
        return Blocking(self._awaiting.project)

    def __getattr__(self, name):
        found = getattr(self._awaiting, name)
        if not inspect.ismethod(found):
            return found
        return lambda *args, **options: asyncio.run(_over(found(*args, **options)))

    def __repr__(self):
        return repr(self._awaiting)


async def _over(result):
    if inspect.isasyncgen(result):
        return [item async for item in result]
    return await result


def connected(kind, key, **options):
    """A client of one kind in this process, and what it sends."""
    options = {"max_retries": Retries(0), **options}
    if kind == "sync":
        transport = DjangoTransport()
        http = httpx.Client(transport=transport)
        return MemoryClient(key, HOST, client=http, **options), transport.requests
    transport = AsyncDjangoTransport()
    http = httpx.AsyncClient(transport=transport)
    client = AsyncMemoryClient(key, HOST, client=http, **options)
    return Blocking(client), transport.requests
