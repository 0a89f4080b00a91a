"""Web servers as they are deployed, several processes on the database of the tests."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.deploy.servers import Child, free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]


def started(name: str, **environment: str) -> Child:
    """A process of the platform (`web`, `worker`), as its image starts it."""
    given = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "mem0site.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HOST": "127.0.0.1",
        **environment,
    }
    command = ["sh", ROOT / "deploy" / "entrypoint.sh", name]
    return Child(command, environment=given, folder=ROOT)


@contextlib.contextmanager
def servers(number: int, *, processes: int, **environment: str) -> Iterator[list[str]]:
    """The addresses of that many web servers, each of so many processes."""
    more = {"WEB_WORKERS": str(processes), "WEB_THREADS": "2", **environment}
    with contextlib.ExitStack() as stack:
        ports = [free_port() for _ in range(number)]
        for port in ports:
            stack.callback(started("web", **more, PORT=str(port)).stop)
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        for address in addresses:
            wait_until(functools.partial(answers, address), address, 300)
        yield addresses


def answers(address: str) -> bool:
    """Whether a server is there."""
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{address}/healthz", timeout=5).status_code == 200
    return False
