"""The running platform: web server, worker and scheduler, as `make run` calls them."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from mem0site.embedded.environment import for_children
from mem0site.embedded.logs import last_lines
from mem0site.embedded.options import ROOT, Options
from mem0site.embedded.services import site_services

PATIENCE = 60.0  # seconds until everything answers, or an event has ended


@dataclass(frozen=True)
class Site:
    """Where the platform answers."""

    url: str
    logs: Path

    def call(self, key: str, method: str, path: str, **options: Any) -> httpx.Response:
        """One request with a key."""
        headers = {"Authorization": f"Token {key}"}
        return httpx.request(method, self.url + path, headers=headers, **options)

    def finished(self, key: str, event_id: str) -> dict[str, Any]:
        """The event of an add that was queued, once it has ended."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            event = self.call(key, "GET", f"/v1/event/{event_id}/").json()
            if event["status"] in {"SUCCEEDED", "FAILED"}:
                return dict(event)
            time.sleep(0.1)
        raise AssertionError("\n".join(last_lines(self.logs / "worker.log", 30)))


@contextmanager
def running(folder: Path) -> Iterator[Site]:
    """The platform on the database of the tests; `folder` is for what it writes."""
    options = Options(folder, "127.0.0.1", free_port(), concurrency=1, external=True)
    options.claim_folders()
    variables = for_children(
        {
            **{name: os.environ[name] for name in ("SECRET_KEY", "DATABASE_URL")},
            "DJANGO_SETTINGS_MODULE": "mem0site.settings",
            "PUBLIC_URL": options.url,
        }
    )
    with ExitStack() as stack:
        for service in site_services(options):
            service.start(ROOT, variables)
            stack.callback(service.stop)
        _wait(options)
        yield Site(options.url, options.logs)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(options: Options) -> None:
    deadline = time.monotonic() + PATIENCE
    said = "nothing"
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(f"{options.url}/readyz", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code == 200:
            return
        said = answer.text
        time.sleep(0.1)
    words = [line for log in options.logs.iterdir() for line in last_lines(log, 20)]
    raise AssertionError("\n".join([f"Not ready: {said}", *words]))
