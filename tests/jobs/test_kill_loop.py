"""The promise of the job rows, against the real thing: a Celery worker with its
children and its scheduler is killed again and again while it works, the queue is
emptied once, and in the end everything accepted has happened, once.
"""

from __future__ import annotations

import collections
import functools
import itertools
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from mem0site.broker import QUEUES
from mem0site.embedded.process import wait_until
from orgs.models import Organization
from orgs.tenancy import tenant
from tests.jobs.conftest import add
from tests.openai_server import OpenAIServer, Reply, Request, parrot

ROOT = Path(__file__).resolve().parents[2]
JOBS, KILLS, PURGE_AFTER = 64, 8, 3
MORE_JOBS, MORE_KILLS = 500, 20
PATIENCE = 180.0
"""Seconds until everything accepted must have happened."""
PLACES = ("Porto", "Lagos", "Kyoto", "Quito", "Oslo", "Turin", "Ghent", "Perth")
THINGS = ("kayaks", "violins", "telescopes", "beehives", "tandems", "looms", "anvils",
          "sundials")  # fmt: skip


class Tree:
    """A worker as `make run` starts it, with the scheduler inside its process group."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "--app", "mem0site", "worker"]
        command += ["--pool", "prefork", "--concurrency", "2", "--beat"]
        command += ["--schedule", str(self.folder / "beat")]
        command += ["--queues", ",".join(QUEUES), "--loglevel", "INFO"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def words(self) -> str:
        """The end of what all of them said."""
        return (self.folder / "log").read_text()[-3000:]

    def kill(self) -> None:
        """SIGKILL to the worker, its children and its scheduler, all at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class SlowModel:
    """Answers as `parrot`, late enough to be in the middle of it when killed."""

    def __call__(self, request: Request) -> Reply:
        return replace(parrot(request), hang=0.25)


@pytest.fixture
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer(responder=SlowModel()) as server:
        yield server


@pytest.fixture
def tree(tmp_path: Path, model: OpenAIServer) -> Iterator[Tree]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "mem0site.settings",
        "JOB_LEASE_SECONDS": "3",
        "JOB_LOST_AFTER_SECONDS": "2",
        "OPENAI_BASE_URL": model.url,
        "PYTHONUNBUFFERED": "1",
    }
    made = Tree(tmp_path, environment)
    yield made
    made.kill()


def states(api: Any) -> collections.Counter[str]:
    with tenant(api.project):
        adds = api.project.events.filter(event_type="ADD")
        return collections.Counter(adds.values_list("status", flat=True))


def unfinished(api: Any) -> list[Any]:
    """What is left to be done, and what was said of the last attempt."""
    told = ("status", "attempts", "run_at", "published_at", "lease_until", "error")
    with tenant(api.project):
        return list(api.project.jobs.exclude(status="done").values_list(*told))


def documents(api: Any) -> int:
    """How many memories the term statistics count."""
    with tenant(api.project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(sum(documents), 0) FROM memories_termdelta "
            "         WHERE 0 = ANY(terms)) "
            "     + (SELECT coalesce(sum(documents), 0) FROM memories_termfrequency "
            "         WHERE term = 0)"
        )
        (count,) = cursor.fetchone()
    return int(count)


def asked(model: OpenAIServer, times: int) -> bool:
    return len(model.requests) >= times


def sayings(count: int) -> dict[str, str]:
    """Different things said by different people."""
    pairs = itertools.cycle((thing, place) for thing in THINGS for place in PLACES)
    numbered = enumerate(itertools.islice(pairs, count), start=10)
    return {
        f"I keep {number} {thing} in {place}.": f"user-{number}"
        for number, (thing, place) in numbered
    }


@pytest.mark.slow
def test_everything_accepted_happens_once_whatever_is_killed(acme, broker, model, tree):
    said = sayings(JOBS)
    for text, user in said.items():
        add(acme, text, user)
    live_through(KILLS, acme, broker, model, tree, len(said))
    check_effects(acme, set(said))


@pytest.mark.long
def test_five_hundred_happen_once_through_twenty_kills_purges_and_duplicates(
    acme, broker, model, tree
):
    Organization.objects.filter(pk=acme.project.organization_id).update(
        plan="enterprise"
    )
    said = sayings(MORE_JOBS)
    for text, user in said.items():
        add(acme, text, user)
    live_through(MORE_KILLS, acme, broker, model, tree, len(said), doubling=True)
    check_effects(acme, set(said))


def live_through(
    kills: int, api: Any, broker: Any, model: Any, tree: Any, jobs: int, *,
    doubling: bool = False,
) -> None:  # fmt: skip
    """Kill so often, lose all messages now and then or have them come twice, then let
    the work be finished."""
    chance = random.Random(1)  # noqa: S311  when to kill is no secret
    for kill in range(kills):
        tree.start()
        begun = len(model.requests) + chance.randint(1, 6)
        busy = functools.partial(asked, model, begun)
        pause = chance.uniform(0.01, 0.3)
        assert wait_until(busy, seconds=PATIENCE, every=pause), tree.words()
        tree.kill()
        if kill % (2 * PURGE_AFTER) == PURGE_AFTER:
            broker.purge()
        elif doubling:
            broker.double()
    tree.start()
    patience = PATIENCE * max(1, jobs // JOBS)
    assert wait_until(
        lambda: states(api)["SUCCEEDED"] == jobs, seconds=patience, every=0.2
    ), unfinished(api)


def check_effects(api: Any, said: set[str]) -> None:
    """Each text is there once, in every place that an add writes to."""
    with tenant(api.project):
        project = api.project
        memories = list(project.memories.values_list("text", flat=True))
        history = list(project.history.values_list("event", "new_memory"))
        messages = list(project.messages.values_list("content", flat=True))
        adds = project.jobs.filter(kind="add")
        fences = list(adds.values_list("fence", flat=True))
        entities = project.entities.count()
    assert sorted(memories) == sorted(said)
    # Memories are tagged by jobs of their own, each once, and perhaps not all by now.
    tagged = [text for event, text in history if event == "CATEGORIZE"]
    assert len(tagged) == len(set(tagged))
    rest = [entry for entry in history if entry[0] != "CATEGORIZE"]
    assert sorted(rest) == sorted(("ADD", text) for text in said)
    assert sorted(messages) == sorted(said)
    assert entities == documents(api) == len(said)
    assert sum(fences) > len(said), "no kill hit a job in the middle"
