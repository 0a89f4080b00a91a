"""The image's recipe: linted, whole, and with the processes that `make run` has."""

from __future__ import annotations

import ast
import http.server
import os
import re
import stat
import subprocess
import sys
import threading
from importlib.metadata import packages_distributions

import pytest

from mem0site.broker import QUEUES
from mem0site.embedded.options import Options
from mem0site.embedded.services import site_services
from tests.deploy.programs import DEPLOY, program, run

ROOT = DEPLOY.parent
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
ENTRYPOINT = (DEPLOY / "entrypoint.sh").read_text(encoding="utf-8")
SCRIPTS = sorted(DEPLOY.rglob("*.sh"))


def test_the_recipe_has_no_finding_of_its_linter():
    assert run(
        program("hadolint"), "--failure-threshold", "style", DEPLOY / "Dockerfile"
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_parses_and_can_be_executed(script):
    run("sh", "-n", str(script))
    assert script.stat().st_mode & stat.S_IXUSR


def test_it_runs_as_nobody_in_particular_and_writes_to_no_layer():
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert "USER 10001:10001" in last
    assert "HEALTHCHECK" in last
    assert "chown" not in last  # what the process could change would be its own


def words(text: str) -> set[str]:
    """The options of the commands in a text."""
    return set(re.findall(r"(?<=[\s\"'])--?[a-z][a-z-]+", text))


def test_its_processes_are_called_as_make_run_calls_them(tmp_path):
    ours = Options.read({}, root=tmp_path)
    wanted = {
        word
        for service in site_services(ours)
        for word in service.command
        if word.startswith("--")
    }
    assert wanted - words(ENTRYPOINT) == set()
    assert f"{','.join(QUEUES)}" in ENTRYPOINT


def imported(folder: str) -> set[str]:
    """What a package imports at the top of its modules."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        if "embedded" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
    return names


def test_what_the_server_imports_is_installed():
    """The image takes what stands above the tests' heading in the requirements."""
    kept = (ROOT / "requirements.txt").read_text().partition("# Test and check")[0]
    assert "pytest" not in kept
    required = {
        re.match(r"[\w-]+", line)[0].lower().replace("_", "-")
        for line in kept.splitlines()
        if line[:1].isalpha()
    }
    known = packages_distributions() | {"mem0": []}
    missing = {
        name
        for folder in ("mem0site", "memories", "orgs", "webhooks")
        for name in imported(folder)
        if known.get(name)
        and not {d.lower().replace("_", "-") for d in known[name]} & required
    }
    # Brought by one of the others, which cannot be without them.
    assert missing <= {"kombu", "jwt"}  # celery's and allauth's own


def test_every_folder_of_code_is_copied():
    shipped = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    shipped |= {"templates"}
    ignored = (ROOT / ".dockerignore").read_text()
    for folder in sorted(shipped - {"bench", "tests"}):
        assert f"COPY {folder} {folder}" in DOCKERFILE
        assert f"!{folder}\n" in ignored


class Answering(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ok = self.path == "/healthz" and self.headers["Host"] == "memory.example.org"
        self.send_response(200 if ok else 503)
        self.end_headers()

    def log_message(self, *_):
        """Tests are quiet."""


@pytest.fixture
def port():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def health(**environment: object) -> int:
    command = [sys.executable, "-I", str(DEPLOY / "healthcheck.py")]
    given = {name: str(value) for name, value in environment.items()}
    return subprocess.run(command, env=given, check=False).returncode


def test_a_web_server_that_answers_its_first_host_name_is_healthy(port, tmp_path):
    asked = {"PORT": port, "ALIVE_FILE": tmp_path / "none"}
    assert health(ALLOWED_HOSTS="memory.example.org,web", **asked) == 0
    assert health(ALLOWED_HOSTS="else.example.org", **asked) == 1


def test_a_web_server_that_is_gone_is_not(tmp_path):
    assert health(PORT=1, ALIVE_FILE=tmp_path / "none") == 1


def test_a_worker_is_healthy_while_it_touches_its_file(tmp_path):
    file = tmp_path / "alive"
    file.touch()
    assert health(ALIVE_FILE=file) == 0
    os.utime(file, (1, 1))
    assert health(ALIVE_FILE=file) == 1
