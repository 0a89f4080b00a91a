"""A web server process of any checkout, and people who keep asking it."""

from __future__ import annotations

import os
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from mem0site.embedded.environment import for_children
from mem0site.embedded.logs import last_lines
from mem0site.embedded.options import Options
from mem0site.embedded.services import Service, site_services
from tests.acceptance.site import free_port

PATIENCE = 90.0  # seconds


@contextmanager
def web_server(root: Path, folder: Path) -> Iterator[tuple[str, Service]]:
    """The web server as `make run` starts it, from the code in `root`."""
    options = Options(folder, "127.0.0.1", free_port(), concurrency=1, external=True)
    options.claim_folders()
    names = ("SECRET_KEY", "DATABASE_URL", "DATABASE_ADMIN_URL", "DATABASE_OWNER_URL")
    values = {name: os.environ[name] for name in (*names, "BROKER_URL")}
    more = {"DJANGO_SETTINGS_MODULE": "mem0site.settings", "PYTHONPATH": str(root)}
    server = site_services(options)[0]
    if not (root / "mem0site" / "serving").exists():
        server.command = granian(options)
    server.start(root, for_children(values | more))
    try:
        until_it_answers(options.url, server)
        yield options.url, server
    finally:
        server.stop()


def granian(options: Options) -> list[str]:
    """As releases without a command of their own were started."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", options.host, "--port", str(options.port)]
    command += ["--workers", str(options.web_workers), "--blocking-threads", "4"]
    command += ["--workers-kill-timeout", "15", "--respawn-failed-workers"]
    return [*command, "mem0site.wsgi:application"]


def until_it_answers(url: str, server: Service) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/healthz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("\n".join(last_lines(server.log, 20)))


@dataclass
class Tally:
    """What became of requests: their statuses, refused ones, and broken ones."""

    answers: dict[int, int] = field(default_factory=dict)
    refused: int = 0
    broken: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)


class Crowd:
    """Threads that add and search until they are told to stop, or are refused.

    Each request is on a connection of its own, so that "refused" means that nobody
    took it; `text` of each add is unique, so that its effect can be looked for.
    """

    def __init__(self, url: str, key: str, size: int) -> None:
        self._url, self._headers = url, {"Authorization": f"Token {key}"}
        self._stopping = threading.Event()
        self.tally = Tally()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._ask) for _ in range(size)]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def until(self, count: int) -> None:
        """Wait for so many answers."""
        deadline = time.monotonic() + PATIENCE
        while sum(self.tally.answers.values()) < count:
            assert time.monotonic() < deadline, self.tally
            time.sleep(0.02)

    def _ask(self) -> None:
        while not self._stopping.is_set():
            word = f"Fact {uuid.uuid4().hex}"
            message = {"role": "user", "content": word}
            add = {"messages": [message], "user_id": "crowd", "infer": False}
            if not self._post("/v3/memories/add/", add, word):
                return
            filters = {"user_id": "crowd"}
            if not self._post(
                "/v3/memories/search/", {"query": word, "filters": filters}
            ):
                return

    def _post(self, path: str, body: dict[str, Any], word: str = "") -> bool:
        """Whether somebody took the request."""
        try:
            answer = httpx.post(
                self._url + path, json=body, headers=self._headers, timeout=60
            )
        except httpx.ConnectError:
            with self._lock:
                self.tally.refused += 1
            return False
        except httpx.TransportError as exc:
            with self._lock:
                self.tally.broken.append(f"{type(exc).__name__} {path} {word}")
            return True
        with self._lock:
            known = self.tally.answers
            known[answer.status_code] = known.get(answer.status_code, 0) + 1
            if word and answer.status_code == 200:
                self.tally.acknowledged.append(word)
        return True
