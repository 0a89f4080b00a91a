"""The command line, in this process and as a program, against the real API."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from mem0.cli.main import run

ROOT = Path(__file__).parents[2]


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):  # noqa: A002  the base class names it
        """Nobody reads it."""


class Threaded(ThreadingMixIn, WSGIServer):
    """A thread for each request, as an import sends several at once."""

    daemon_threads = True

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


@pytest.fixture(scope="session")
def host(database):
    """The address of the real API on loopback."""
    server = make_server(
        "127.0.0.1",
        0,
        get_wsgi_application(),
        server_class=Threaded,
        handler_class=Quiet,
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)


@dataclass
class Cli:
    """Runs commands with these variables; results are JSON, as for any pipe."""

    home: Path
    monkeypatch: pytest.MonkeyPatch
    capfd: pytest.CaptureFixture[str]
    variables: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments, stdin=""):
        """In this process."""
        raw = stdin if isinstance(stdin, bytes) else stdin.encode()
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        self.capfd.readouterr()
        code = run(arguments)
        return Done(code, *self.capfd.readouterr())

    def ok(self, *arguments, stdin=""):
        done = self(*arguments, stdin=stdin)
        assert done.code == 0, done.err
        return done

    def program(self, *arguments, stdin="", stdout=subprocess.PIPE):
        """As a program of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "mem0", *arguments],
            cwd=ROOT,
            env=os.environ | {"COLUMNS": "100"},
            input=stdin.encode(),
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
        return Done(
            done.returncode, (done.stdout or b"").decode(), done.stderr.decode()
        )


@pytest.fixture
def bare(tmp_path, monkeypatch, capfd):
    """The program of somebody who has told it nothing yet."""
    for name in ("MEM0_HOST", "MEM0_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MEM0_CONFIG", str(tmp_path / "own" / "cli.json"))
    monkeypatch.setenv("MEM0_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return Cli(tmp_path, monkeypatch, capfd)


@pytest.fixture
def cli(bare, host, acme, monkeypatch):
    """The program with the key of Acme's empty project."""
    monkeypatch.setenv("MEM0_HOST", host)
    monkeypatch.setenv("MEM0_API_KEY", acme.key)
    return bare


@pytest.fixture
def local(bare, tmp_path):
    """The program without a platform."""
    database = str(tmp_path / "memories.db")

    def run_locally(*arguments, stdin=""):
        return bare("--database", database, *arguments, stdin=stdin)

    return run_locally
