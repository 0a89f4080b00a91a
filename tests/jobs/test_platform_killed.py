"""The whole platform under load while its processes are killed, PostgreSQL first of
all: whatever was acknowledged is there in the end, once.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.jobs.platform import Platform, eventually

KILLS = 10
WRITERS = 3
APART = 13.0
"""Seconds between two kills of one process: the supervisor gives up what dies five
times in a minute."""


@dataclass
class Writer:
    """A client that notes what was acknowledged, and goes on when something fails."""

    platform: Platform
    number: int
    stopping: threading.Event
    stored: dict[str, str] = field(default_factory=dict)
    """Memory → its text as it was last acknowledged."""
    doubtful: set[str] = field(default_factory=set)
    """Memories whose last change was not answered: either text is right."""
    accepted: dict[str, str] = field(default_factory=dict)
    """Event → words of what it is to remember."""
    failed: int = 0

    def run(self) -> None:
        verbs = itertools.cycle((self.store, self.accept, self.change))
        headers = {"authorization": f"Token {self.platform.key}"}
        with httpx.Client(
            base_url=self.platform.url, headers=headers, timeout=60
        ) as self.client:
            for count in itertools.count():
                if self.stopping.is_set():
                    return
                try:
                    next(verbs)(count)
                except httpx.HTTPError:
                    self.failed += 1
                    self.stopping.wait(0.2)

    def store(self, count: int) -> None:
        text = f"Writer {self.number} notes {count}."
        for result in self._add(text, infer=False).get("results", ()):
            self.stored[result["id"]] = text

    def accept(self, count: int) -> None:
        owned = f" {1000 * self.number + count} red bicycles"
        answer = self._add(f"I own{owned}.", user=f"w{self.number}-{count}")
        if "event_id" in answer:
            self.accepted[answer["event_id"]] = owned

    def change(self, count: int) -> None:
        if not self.stored:
            return
        key = next(reversed(self.stored))
        text = f"Writer {self.number} changes {count}."
        self.doubtful.add(key)
        answer = self.client.put(f"/v1/memories/{key}/", json={"text": text})
        if self._good(answer):
            self.stored[key] = text
            self.doubtful.discard(key)

    def _add(self, text: str, *, user: str = "", infer: bool = True) -> dict[str, Any]:
        said = [{"role": "user", "content": text}]
        body = {"messages": said, "user_id": user or f"writer-{self.number}"}
        answer = self.client.post("/v3/memories/add/", json={**body, "infer": infer})
        told: dict[str, Any] = answer.json() if self._good(answer) else {}
        return told

    def _good(self, answer: httpx.Response) -> bool:
        self.failed += answer.status_code != 200
        return answer.status_code == 200


def acknowledged(writers: list[Writer]) -> int:
    return sum(len(each.stored) + len(each.accepted) for each in writers)


def check(platform: Platform, writers: list[Writer]) -> None:
    """Everything acknowledged is there, and nothing twice."""
    rows = platform.rows("SELECT id::text, text FROM memories_memory")
    texts = dict(rows)
    for writer in writers:
        missing = writer.stored.keys() - texts.keys()
        assert not missing, missing
        for key, text in writer.stored.items():
            assert texts[key] == text or key in writer.doubtful
    events = dict(
        platform.rows(
            "SELECT id::text, status FROM memories_event WHERE event_type = 'ADD'"
        )
    )
    remembered = [text for _, text in rows]
    for writer in writers:
        for event_id, words in writer.accepted.items():
            assert events[event_id] == "SUCCEEDED", event_id
            assert sum(words in text for text in remembered) == 1, words
    assert len(set(remembered)) == len(remembered)


@pytest.mark.long
def test_what_was_acknowledged_survives_whatever_is_killed():
    chance = random.Random(7)  # noqa: S311  when to kill is no secret
    stopping = threading.Event()
    with Platform(JOB_LEASE_SECONDS="5", JOB_LOST_AFTER_SECONDS="5") as platform:
        writers = [Writer(platform, n, stopping) for n in range(1, WRITERS + 1)]
        threads = [threading.Thread(target=each.run) for each in writers]
        for thread in threads:
            thread.start()
        try:
            for kill in range(KILLS):
                before = acknowledged(writers)
                platform.kill("postgresql")
                also = ("web server", "worker", "scheduler")[kill % 3]
                platform.kill(also)
                assert eventually(
                    lambda seen=before: acknowledged(writers) > seen + 5
                ), platform.console()
                time.sleep(APART + chance.random())
        finally:
            stopping.set()
            for thread in threads:
                thread.join()
        assert eventually(platform.is_ready), platform.console()
        # A job that several kills met waits minutes for its next attempt.
        finished = eventually(lambda: not open_jobs(platform), seconds=1800)
        assert finished, open_jobs(platform)
        check(platform, writers)
        failed = sum(each.failed for each in writers)
        print(  # noqa: T201  the numbers for docs/guarantees.md
            f"{acknowledged(writers)} acknowledged, {failed} refused or broken off, "
            f"{KILLS} kills of PostgreSQL, {KILLS} of others"
        )


def open_jobs(platform: Platform) -> list[Any]:
    """What is left to be done, and what was said of the last attempt."""
    return platform.rows(
        "SELECT kind, status, attempts, publications, error, "
        "       (run_at - now())::text, (lease_until - now())::text "
        "  FROM memories_job WHERE status IN ('queued', 'running') ORDER BY run_at"
    )
