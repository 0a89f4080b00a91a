"""The platform as `make run` serves it, in a checkout of its own, to be mistreated.

The checkout is links to this one; what is written (`.run`) is thrown away.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg

from mem0site.embedded.process import PROC, wait_until

ROOT = Path(__file__).resolve().parents[2]
LINKED = ("mem0", "mem0site", "memories", "orgs", "webhooks", "templates", "docs",
          "manage.py", "pyproject.toml")  # fmt: skip
RUN = """
import os, pathlib, sys
from mem0site.embedded.console import Console
from mem0site.embedded.options import Options
from mem0site.embedded.supervisor import Supervisor
options = Options.read(os.environ, pathlib.Path(sys.argv[1]))
sys.exit(Supervisor(options, Console()).run())
"""
VICTIMS: dict[str, tuple[str, ...]] = {
    "postgresql": ("-D",),
    "web server": ("mem0site.serving",),
    "worker": ("celery", "worker"),
    "scheduler": ("celery", "beat"),
}
"""Arguments by which each child of the supervisor is known."""


class Platform:
    """Runs in a `with`; the organization of its key has no rate limits."""

    def __init__(self, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="m0-platform-")).resolve()
        self.folder.chmod(0o755)
        self.port = _free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.address}"
        dropped = ("DATABASE_", "BROKER_", "TEST_CLUSTER_OF", "DJANGO_", "SECRET_KEY")
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(dropped)
        }
        self.environment |= {"PORT": str(self.port), **environment}
        self.supervisor: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Platform:
        for name in LINKED:
            (self.folder / name).symlink_to(ROOT / name)
        with (self.folder / "console").open("wb") as console:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-c", RUN, str(self.folder)],
                cwd=self.folder,
                env=self.environment,
                stdout=console,
                stderr=console,
                start_new_session=True,
            )
        started = wait_until(self._introduced, seconds=300, every=0.5)
        assert started, self.console()
        values = json.loads((self.folder / ".run" / "environment.json").read_text())
        self.database = values["DATABASE_ADMIN_URL"]
        with psycopg.connect(values["DATABASE_OWNER_URL"]) as connection:
            connection.execute("SET row_security = off")
            connection.execute("UPDATE orgs_organization SET plan = 'enterprise'")
        lines = (self.folder / ".run" / "env").read_text().splitlines()
        (self.key,) = [
            line.partition("=")[2] for line in lines if "MEM0_API_KEY" in line
        ]
        return self

    def __exit__(self, *_: object) -> None:
        assert self.supervisor is not None
        self.supervisor.send_signal(signal.SIGTERM)
        self.supervisor.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _introduced(self) -> bool:
        assert self.supervisor is not None
        assert self.supervisor.poll() is None, self.console()
        return "Stop with Ctrl-C." in self.console()

    def console(self) -> str:
        """What the supervisor said."""
        return (self.folder / "console").read_text()[-3000:]

    def children(self, name: str) -> list[int]:
        """The supervisor's own processes of a kind."""
        assert self.supervisor is not None
        found = []
        for pid in _children(self.supervisor.pid):
            try:
                command = (PROC / str(pid) / "cmdline").read_text().split("\0")
            except OSError:  # it has ended meanwhile
                continue
            if set(VICTIMS[name]) <= set(command):
                found.append(pid)
        return found

    def kill(self, name: str) -> None:
        """SIGKILL to a child and, but for PostgreSQL's, to its process group; returns
        when the supervisor has started another."""
        (pid,) = self.children(name)
        if name == "postgresql":
            os.kill(pid, signal.SIGKILL)
        else:
            os.killpg(pid, signal.SIGKILL)
        back = wait_until(
            lambda: self.children(name) not in ([], [pid]), seconds=120, every=0.1
        )
        assert back, self.console()

    def is_ready(self) -> bool:
        """Whether everything answers."""
        return self._status("/readyz") == 200

    def is_alive(self) -> bool:
        """Whether the web server answers."""
        return self._status("/healthz") == 200

    def _status(self, path: str) -> int:
        try:
            return httpx.get(f"{self.url}{path}", timeout=30).status_code
        except httpx.HTTPError:
            return 0

    def rows(self, sql: str, parameters: Any = ()) -> list[Any]:
        """What the database says, across tenants."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(sql, parameters).fetchall()

    def memory(self) -> dict[str, int]:
        """Resident megabytes of web server and worker, with their children."""
        return {
            name: sum(
                _resident(pid) for each in self.children(name) for pid in _tree(each)
            )
            for name in ("web server", "worker")
        }


def eventually(done: Callable[[], bool], seconds: float = 300) -> bool:
    """Waits for what a platform that was mistreated should come to."""
    return wait_until(done, seconds=seconds, every=0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _children(parent: int) -> list[int]:
    found = []
    for status in PROC.glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] not in "ZX":
            found.append(int(status.parent.name))
    return found


def _tree(pid: int) -> list[int]:
    return [pid, *(each for child in _children(pid) for each in _tree(child))]


def _resident(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    sizes = [int(line.split()[1]) for line in lines if line.startswith("RssAnon")]
    return sum(sizes) // 1024
