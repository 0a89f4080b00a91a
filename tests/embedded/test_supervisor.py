"""The supervisor around a site so small that only the supervisor is under test: a
checkout whose `manage.py`, web server and worker are a few lines each.
"""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from mem0site.embedded.process import PROC

LAST_LINE = "Stop with Ctrl-C."

MANAGE = """
import json, pathlib, sys
if sys.argv[1] == "seed_demo":
    file = pathlib.Path(sys.argv[3])
    created = not file.exists()
    file.write_text(f"export MEM0_HOST={sys.argv[5]}\\nexport MEM0_API_KEY=m0-demo\\n")
    answer = {"created": created, "email": "demo@example.org"}
    if created:
        answer |= {"password": "once", "api_key": "m0-demo"}
    print(json.dumps(answer))
"""

WEB = """
import http.server, json, sys

EVENT = {"status": "SUCCEEDED", "results": [{"data": {"memory": "Marta has a cat"}}]}
ANSWERS = {
    "/readyz": {},
    "/v3/memories/add/": {"event_id": "1"},
    "/v1/event/1/": EVENT,
    "/v3/memories/search/": {"results": [{"memory": "Marta has a cat", "score": 0.5}]},
}

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(ANSWERS[self.path]).encode())

    do_POST = do_GET

port = int(sys.argv[sys.argv.index("--port") + 1])
http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""

SLEEPS = "import time; time.sleep(120)"

RUN = """
import os, pathlib, sys
from mem0site.embedded.console import Console
from mem0site.embedded.options import Options
from mem0site.embedded.supervisor import Supervisor
options = Options.read(os.environ, pathlib.Path(sys.argv[1]))
sys.exit(Supervisor(options, Console()).run())
"""


@pytest.fixture
def checkout(made: Path, folder: Path) -> Path:
    """A stand-in checkout whose PostgreSQL needs not be initialised any more."""
    root = folder / "site"
    for name, code in (("mem0site/serving", WEB), ("celery", SLEEPS)):
        (root / name).mkdir(parents=True)
        (root / name / "__init__.py").touch()  # shadows the real package
        (root / name / "__main__.py").write_text(code)
    (root / "mem0site" / "__init__.py").touch()
    (root / "manage.py").write_text(MANAGE)
    (root / ".run").mkdir()
    (folder / "run.py").write_text(RUN)
    made.rename(root / ".run" / "pg")
    return root


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def run(
    checkout: Path, port: int, child_environment: dict[str, str]
) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts the supervisor as `make run` does; what is left of it is killed."""
    started = []
    own = {"DATABASE_URL", "BROKER_URL", "SECRET_KEY"}
    inherited = {k: v for k, v in child_environment.items() if k not in own}

    def start() -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, str(checkout.parent / "run.py"), str(checkout)],
            env={**inherited, "PORT": str(port), "WORKER_CONCURRENCY": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        with child:
            child.kill()


def until_up(child: subprocess.Popen[str]) -> str:
    """What it prints until it says how to stop, or until it ends."""
    assert child.stdout is not None
    printed = []
    for line in child.stdout:
        printed.append(line)
        if line.startswith(LAST_LINE):
            break
    return "".join(printed)


def descendants(checkout: Path) -> list[int]:
    """Live processes that work in the checkout or below it."""
    found = []
    for pid in filter(str.isdigit, os.listdir(PROC)):
        try:
            folder = (PROC / pid / "cwd").readlink()
        except OSError:
            continue
        if folder.is_relative_to(checkout):
            found.append(int(pid))
    return found


def workers(checkout: Path) -> list[int]:
    return [pid for pid in descendants(checkout) if b"\0worker\0" in arguments(pid)]


def arguments(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def test_it_shows_the_main_job_resumes_and_leaves_nothing_behind(
    run, checkout, port, eventually
):
    first = run()
    printed = until_up(first)
    assert LAST_LINE in printed
    assert "• Marta has a cat" in printed
    assert "0.500" in printed
    assert "m0-demo" in printed
    assert (
        stat.S_IMODE((checkout / ".run" / "environment.json").stat().st_mode) == 0o600
    )
    assert len(descendants(checkout)) > 3

    (worker,) = workers(checkout)
    os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: workers(checkout) not in ([], [worker]))
    first.send_signal(signal.SIGINT)
    assert first.wait(timeout=60) == 0
    assert descendants(checkout) == []

    second = run()
    printed = until_up(second)
    assert LAST_LINE in printed
    assert "shown this once" not in printed
    assert httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    second.terminate()
    assert second.wait(timeout=60) == 0
    assert descendants(checkout) == []


def test_a_second_signal_does_not_wait_for_anybody(run, checkout):
    child = run()
    assert LAST_LINE in until_up(child)
    child.send_signal(signal.SIGINT)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=60) == 0
    assert descendants(checkout) == []


def test_children_do_not_outlive_a_killed_supervisor(run, checkout, eventually):
    child = run()
    assert LAST_LINE in until_up(child)
    child.kill()
    child.wait()
    assert eventually(lambda: descendants(checkout) == [])


def test_a_taken_port_is_one_sentence_and_starts_nothing(run, checkout, port):
    with socket.create_server(("127.0.0.1", port)):
        child = run()
        printed = until_up(child)
        assert child.wait(timeout=30) == 1
    assert printed.startswith(f"Error: Port {port} is in use by another program")
    assert printed.count("\n") == 1
    assert descendants(checkout) == []


def test_a_server_that_cannot_start_is_quoted_and_everything_ends(run, checkout):
    (checkout / "mem0site" / "serving" / "__main__.py").write_text(
        "raise RuntimeError('kaputt')"
    )
    child = run()
    printed = until_up(child)
    assert child.wait(timeout=60) == 1
    assert "The web server" in printed
    assert "kaputt" in printed
    assert descendants(checkout) == []


def test_broken_data_are_one_sentence(run, checkout):
    (checkout / ".run" / "pg" / "data" / "PG_VERSION").unlink()
    child = run()
    printed = until_up(child)
    assert child.wait(timeout=60) == 1
    assert "is broken (PG_VERSION is missing)" in printed
    assert "Traceback" not in printed
