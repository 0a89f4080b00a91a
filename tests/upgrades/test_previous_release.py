"""The release before this one serves on, while its database gets the schema of this one.

Its code is taken from the history of this checkout: what `PREVIOUS_RELEASE` names, else
the last tag, else the commit that wrote `baseline.json`.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import httpx
import pytest

from mem0site.embedded.environment import for_children
from mem0site.embedded.options import ROOT
from mem0site.embedded.postgres import EmbeddedPostgres
from tests.upgrades.serving import Crowd, web_server

pytestmark = pytest.mark.long


def git(*arguments: str) -> bytes:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, (
        f"This needs the history of the checkout: {done.stderr!r}"
    )
    return done.stdout


def previous() -> str:
    """The commit whose code is the previous release."""
    if named := os.environ.get("PREVIOUS_RELEASE"):
        return named
    tags = git("tag", "--merged", "HEAD", "--sort=-creatordate", "v*").decode().split()
    if tags:
        return tags[0]
    baseline = "tests/upgrades/baseline.json"
    return git("log", "-1", "--format=%H", "--", baseline).decode().strip()


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="m0-n1-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def old(folder):
    """The previous release's code, in a folder of its own."""
    root = folder / "old"
    with tarfile.open(fileobj=io.BytesIO(git("archive", previous()))) as archive:
        archive.extractall(root, filter="data")
    return root


@pytest.fixture
def installation(monkeypatch):
    """A cluster for this, which processes started from now on connect to."""
    with EmbeddedPostgres.temporary() as postgres:
        for name, value in {**postgres.env, "MEMORY_PARTITIONS": "4"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "mem0site.settings")
        yield postgres


def python(root, *arguments):
    """What a Python that has this code prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=for_children({"PYTHONPATH": str(root)}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_key(root):
    """A tenant, made by the commands of that release."""
    name = "Before the upgrade"
    plan = ("--plan", "enterprise")  # its limits are not what this is about
    said = python(root, "manage.py", "create_organization", name, *plan)
    project = re.search(r"project (\S+)", said)[1]
    said = python(root, "manage.py", "create_key", project, "--name", "smoke")
    return re.search(r"\bm0-\S+", said)[0]


def smoke(url, key):
    """Each main verb once; the statuses that are not a success."""
    with httpx.Client(
        base_url=url, headers={"Authorization": f"Token {key}"}, timeout=60
    ) as client:
        wrong = []

        def ask(method, path, **body):
            answer = client.request(method, path, json=body or None)
            if not answer.is_success:
                wrong.append(
                    f"{method} {path}: {answer.status_code} {answer.text[:200]}"
                )
                return {}
            return answer.json() if answer.content else {}

        said = [{"role": "user", "content": "I live in Porto and I love tea."}]
        whose = {"filters": {"user_id": "ana"}}
        made = ask(
            "POST", "/v3/memories/add/", messages=said, user_id="ana", infer=False
        )
        if wrong:
            return wrong
        (one,) = made["results"]
        path = f"/v1/memories/{one['id']}/"
        queued = ask("POST", "/v3/memories/add/", messages=said, user_id="ana")
        ask("GET", f"/v1/event/{queued['event_id']}/")
        ask("GET", path)
        ask("PUT", path, text="Ana lives in Lisbon.", metadata={"seen": 1})
        ask("GET", f"{path}history/")
        ask("POST", "/v3/memories/search/", query="Where does Ana live?", **whose)
        ask("POST", "/v3/memories/", **whose)
        ask("GET", "/v1/entities/")
        ask("POST", "/v1/feedback/", memory_id=one["id"], feedback="POSITIVE")
        ask(
            "POST",
            "/v1/exports/",
            schema={"type": "object", "properties": {"home": {"type": "string"}}},
            **whose,
        )
        ask("GET", "/v1/events/")
        ask("DELETE", path)
        ask("DELETE", "/v2/entities/user/ana/")
        return wrong


def test_it_serves_on_while_the_schema_changes(old, folder, installation):
    python(old, "manage.py", "migrate", "--database", "owner", "-v0")
    key = make_key(old)
    place = python(old, "-c", "import mem0site; print(mem0site.__file__)")
    assert Path(place.strip()).is_relative_to(old)
    with web_server(old, folder / "run") as (url, _), Crowd(url, key, 3) as crowd:
        assert smoke(url, key) == []
        crowd.until(20)
        before = sum(crowd.tally.answers.values())
        python(ROOT, "manage.py", "migrate", "--database", "owner", "-v0")
        crowd.until(before + 20)
        assert smoke(url, key) == []
        crowd.until(before + 60)
    tally = crowd.tally
    sys.stdout.write(f"\n{previous()}: {tally.answers} answered\n")
    assert (set(tally.answers), tally.broken, tally.refused) == ({200}, [], 0)


def test_this_release_serves_what_the_previous_one_wrote(old, folder, installation):
    python(old, "manage.py", "migrate", "--database", "owner", "-v0")
    key = make_key(old)
    with web_server(old, folder / "run") as (url, _):
        assert smoke(url, key) == []
    python(ROOT, "manage.py", "migrate", "--database", "owner", "-v0")
    with web_server(ROOT, folder / "run") as (url, _):
        assert smoke(url, key) == []
