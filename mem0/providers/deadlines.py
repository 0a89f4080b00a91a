"""A call to a model has an end, however slowly its answer drips.

The time-out of an HTTP client bounds one read: a server that sends a byte now and then
never breaks it, and would hold a request, or a worker, for as long as it likes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx2
import openai


class _Client(openai.DefaultHttpxClient):
    """As the `openai` package makes one for itself: it is closed when it is dropped."""

    def __del__(self) -> None:
        try:  # noqa: SIM105  the interpreter may be ending, contextlib be gone
            self.close()
        except Exception:  # noqa: S110
            pass


def bounded(client: httpx2.Client | None, seconds: float) -> httpx2.Client:
    """The client, or one as the `openai` package has, whose answers have `seconds` for
    their body once they have begun; then reading raises `httpx2.ReadTimeout`."""
    client = client or _Client()

    def bound(response: httpx2.Response) -> None:
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Bounded(response.stream, time.monotonic() + seconds)

    hooks = client.event_hooks
    client.event_hooks = {**hooks, "response": [*hooks["response"], bound]}
    return client


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, ends: float) -> None:
        self._stream, self._ends = stream, ends

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            if time.monotonic() > self._ends:
                msg = "The answer was not complete in time."
                raise httpx2.ReadTimeout(msg)
            yield piece

    def close(self) -> None:
        self._stream.close()
