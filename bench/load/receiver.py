"""An endpoint for the webhooks of the busy tenants, that notes how late they come."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import numpy as np

HINT = (
    "Webhooks are not measured: start the server with OUTBOUND_ALLOWED_HOSTS=127.0.0.1"
)


class Receiver(ThreadingHTTPServer):
    """Listens on loopback and answers 200."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.delays: list[float] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/"

    def taken(self) -> dict[str, float]:
        """Deliveries since the last call, and how many milliseconds after the change
        they came; empty without any."""
        delays, self.delays = self.delays, []
        if not delays:
            return {}
        middle, late = np.percentile(delays, [50, 95])
        return {"count": len(delays), "med": float(middle), "p(95)": float(late)}


class _Handler(BaseHTTPRequestHandler):
    server: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Note one delivery."""
        now = dt.datetime.now(dt.UTC)
        body = self.rfile.read(int(self.headers["content-length"]))
        changed = dt.datetime.fromisoformat(json.loads(body)["timestamp"])
        self.server.delays.append((now - changed).total_seconds() * 1000)
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: there are thousands."""


@contextmanager
def receiving(clients: Sequence[httpx.Client]) -> Iterator[Receiver]:
    """A receiver of what happens in the projects of these clients."""
    receiver = Receiver()
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    made = [(api, path) for api in clients if (path := _webhook(api, receiver.url))]
    if not made:
        print(HINT)
    try:
        yield receiver
    finally:
        for api, path in made:
            api.delete(path).raise_for_status()
        receiver.shutdown()
        receiver.server_close()


def _webhook(api: httpx.Client, url: str) -> str | None:
    """The path of a new webhook; nothing if the server does not reach the address."""
    project = api.get("/v1/ping/").raise_for_status().json()["project_id"]
    body = {"name": "bench.load", "url": url, "event_types": ["memory_add"]}
    answer = api.post(f"/api/v1/webhooks/projects/{project}/", json=body)
    if answer.status_code == httpx.codes.BAD_REQUEST:
        return None
    made = answer.raise_for_status().json()
    return f"/api/v1/webhooks/{made['webhook_id']}/"
