"""Every change has its history: what a memory is, is what its history replayed says.

A life of requests (hypothesis chooses them) over the real API; after each the rows and
the replayed history are compared. In the long version requests are also killed at a
failpoint inside their transaction, and must have changed nothing at all.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from orgs.models import Project
from orgs.tenancy import tenant
from tests.conftest import Api, make_api
from tests.jobs.mortal import Mortal, asking

SUPERSEDED, DISPUTED, ACTIVE = "superseded", "disputed", "active"
STATES = {"SUPERSEDE": SUPERSEDED, "DISPUTE": DISPUTED}
POINTS = ("write.begun", "write.changed", "write.recorded", "write.ending")
USERS, CITIES = ("ana", "ben"), ("Porto", "Lagos", "Kyoto", "Quito", "Oslo")

users = st.sampled_from(USERS)
cities = st.sampled_from(CITIES)
picks = st.integers(min_value=0, max_value=30)


def replayed(entries: list[Any]) -> dict[str, Any] | None:
    """What a memory is after the changes of its history, oldest first; None when it
    is gone. Each change must begin where the one before ended."""
    now: dict[str, Any] | None = None
    for entry in entries:
        assert entry.old_memory == (now and now["text"]), entry
        if entry.event == "DELETE":
            assert entry.new_memory is None
            now = None
            continue
        assert (entry.event == "ADD") == (now is None), "added once, then changed"
        text = entry.new_memory
        if now is not None and entry.event != "UPDATE":
            text = now["text"]
        now = {
            "text": text,
            "metadata": entry.metadata,
            "state": STATES.get(entry.event, now["state"] if now else ACTIVE),
            "user_id": entry.user_id,
        }
    return now


def from_history(project: Project) -> dict[Any, dict[str, Any]]:
    """The memories a project has, by its history alone."""
    by_memory: dict[Any, list[Any]] = defaultdict(list)
    with tenant(project):
        for entry in project.history.order_by("id"):
            by_memory[entry.memory_id].append(entry)
    found = {key: replayed(entries) for key, entries in by_memory.items()}
    return {key: now for key, now in found.items() if now is not None}


def from_rows(project: Project) -> dict[Any, dict[str, Any]]:
    """The memories a project has."""
    names = ("text", "metadata", "state", "user_id")
    with tenant(project):
        rows = project.memories.values("id", *names)
        return {row.pop("id"): {**row, "metadata": row["metadata"]} for row in rows}


class Life(RuleBasedStateMachine):
    """Rules are requests; `ask` makes them, or has them killed on the way."""

    mortal: ClassVar[Mortal | None] = None

    @initialize()
    def begin(self) -> None:
        self.api: Api = make_api("Life")
        Project.objects.filter(pk=self.api.project.pk).update(gate="keep-everything")
        self.api.project.refresh_from_db()
        self.day = itertools.count(1_780_000_000, 86_400)
        self.count = itertools.count(1)

    def known(self) -> list[str]:
        with tenant(self.api.project):
            return [
                str(each)
                for each in self.api.project.memories.order_by("id").values_list(
                    "pk", flat=True
                )
            ]

    def pick(self, number: int) -> str:
        known = self.known()
        return known[number % len(known)]

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.api.call(method, path, body)
        assert answer.status_code in (200, 204, 400, 404), answer.content
        return answer

    def remembers(self) -> bool:
        return bool(hasattr(self, "api") and self.known())

    @rule(user=users, again=st.booleans())
    def note(self, user: str, again: bool) -> None:
        """Word for word; the same words twice are one memory, confirmed."""
        text = "I like tea." if again else f"Note {next(self.count)} about tea."
        said = [{"role": "user", "content": text}]
        body = {"messages": said, "user_id": user, "infer": False}
        self.ask("POST", "/v3/memories/add/", {**body, "metadata": {"n": len(text)}})

    @rule(user=users, city=cities)
    def move(self, user: str, city: str) -> None:
        """A move closes the old home."""
        said = [{"role": "user", "content": f"I moved to {city}."}]
        body = {"messages": said, "user_id": user, "async_mode": False}
        self.ask("POST", "/v1/memories/", {**body, "timestamp": next(self.day)})

    @precondition(remembers)
    @rule(number=picks, words=st.booleans())
    def change(self, number: int, words: bool) -> None:
        sent = {"text": f"Changed {next(self.count)}."}
        body = sent if words else {"metadata": {"changed": next(self.count)}}
        self.ask("PUT", f"/v1/memories/{self.pick(number)}/", body)

    @precondition(remembers)
    @rule(number=picks)
    def forget(self, number: int) -> None:
        self.ask("DELETE", f"/v1/memories/{self.pick(number)}/")

    @precondition(remembers)
    @rule(numbers=st.lists(picks, min_size=1, max_size=4))
    def change_many(self, numbers: list[int]) -> None:
        keys = [self.pick(number) for number in numbers]
        rows = [{"memory_id": k, "text": f"Many {next(self.count)}."} for k in keys]
        self.ask("PUT", "/v1/batch/", {"memories": rows})

    @precondition(remembers)
    @rule(numbers=st.lists(picks, min_size=1, max_size=2))
    def forget_many(self, numbers: list[int]) -> None:
        rows = [{"memory_id": self.pick(number)} for number in numbers]
        self.ask("DELETE", "/v1/batch/", {"memories": rows})

    @precondition(remembers)
    @rule(number=picks, said=st.sampled_from(["POSITIVE", "NEGATIVE", None]))
    def judge(self, number: int, said: str | None) -> None:
        body = {"memory_id": self.pick(number), "feedback": said}
        self.ask("POST", "/v1/feedback/", body)

    @rule(user=users)
    def forget_somebody(self, user: str) -> None:
        self.ask("DELETE", f"/v1/memories/?user_id={user}")

    @invariant()
    def history_is_state(self) -> None:
        if hasattr(self, "api"):
            assert from_history(self.api.project) == from_rows(self.api.project)

    def teardown(self) -> None:
        """The API tells the same history as the rows."""
        for key in self.known()[:5] if hasattr(self, "api") else ():
            told = self.api.get(f"/v1/memories/{key}/history/").json()
            with tenant(self.api.project):
                rows = self.api.project.history.filter(memory_id=key)
                kept = list(rows.order_by("id").values_list("new_memory", flat=True))
            assert [each["new_memory"] for each in told] == kept


class MortalLife(Life):
    """As a life, in which requests are killed inside their transaction now and then."""

    point: str = ""

    @rule(point=st.sampled_from(POINTS))
    def beware(self, point: str) -> None:
        """The next request will be killed there, if it comes by."""
        self.point = point

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        point, self.point = self.point, ""
        if not point:
            return super().ask(method, path, body)
        assert self.mortal is not None
        before = from_rows(self.api.project)
        asked = asking(self.api, method, path, body)
        end = self.mortal.call("request", asked, at=f"{point}=kill")
        if end == {"signal": 9}:
            assert from_rows(self.api.project) == before
        return end


def run(life: type[Life], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_history_replayed_is_what_is_stored(database):
    run(Life, examples=3, steps=12)


@pytest.mark.long
def test_history_replayed_is_what_is_stored_in_many_lives_and_deaths(database):
    MortalLife.mortal = Mortal()
    try:
        run(MortalLife, examples=40, steps=40)
    finally:
        MortalLife.mortal.stop()
