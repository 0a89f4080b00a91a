"""Two tenants that do as they please, against a dictionary each.

The tenants use the same names and say the same things, so that whatever is looked up
without its tenant finds the other's; a word of one's own in every text tells them
apart. Whatever is asked, an answer holds what the tenant's own dictionary says and no
word of the other's.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

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

from memories import services
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.isolation.tenants import SCHEMA, unlimited

USERS = ("ana", "ben")
TOPICS = ("tea", "chess", "the sea")
EVERYBODY = {"user_id": "*"}

tenants = st.sampled_from([0, 1])
users = st.sampled_from(USERS)
topics = st.sampled_from(TOPICS)
picks = st.integers(min_value=0, max_value=30)
wide = st.booleans()


@dataclass
class Side:
    """A tenant, and what it should have: memory id → (user, text)."""

    api: Api
    word: str
    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    counter: Any = field(default_factory=itertools.count)

    def text(self, topic: str) -> str:
        return f"Note {next(self.counter)} about {topic} for {self.word}."

    def pick(self, number: int) -> str:
        return sorted(self.known)[number % len(self.known)]


class TwoTenants(RuleBasedStateMachine):
    """Rules are requests; `ask` looks at every answer."""

    @initialize()
    def begin(self) -> None:
        self.sides = [
            Side(unlimited("Acme"), "Quince"),
            Side(unlimited("Umbrella"), "Walrus"),
        ]

    def ask(
        self, who: int, method: str, path: str, body: Any = None, **headers: str
    ) -> Any:
        side, other = self.sides[who], self.sides[1 - who]
        answer = side.api.call(method, path, body, **headers)
        assert other.word not in answer.content.decode(), (method, path)
        assert answer.status_code < 500
        return answer

    def good(self, who: int, method: str, path: str, body: Any = None) -> Any:
        answer = self.ask(who, method, path, body)
        assert 200 <= answer.status_code < 300, answer.content
        return answer.json() if answer.content else None

    @rule(who=tenants, user=users, topic=topics)
    def add(self, who: int, user: str, topic: str) -> None:
        side = self.sides[who]
        text = side.text(topic)
        body = {"messages": text, "user_id": user, "infer": False}
        body["async_mode"] = False
        for made in self.good(who, "POST", "/v3/memories/add/", body)["results"]:
            side.known[made["id"]] = (user, text)

    @rule(who=tenants, user=users, topic=topics)
    def add_under_the_same_key(self, who: int, user: str, topic: str) -> None:
        """A key of idempotency that both use, for bodies that are the same but for
        the word: neither a conflict nor a replay of the other's."""
        side = self.sides[who]
        number = next(side.counter)
        text = f"Note {number} about {topic} for {side.word}."
        body = {"messages": text, "user_id": user, "infer": False}
        for turn in range(2):
            answer = self.ask(
                who,
                "POST",
                "/v3/memories/add/",
                {**body, "async_mode": False},
                **{"idempotency-key": f"k{number}"},
            )
            assert answer.status_code == 200, answer.content
            assert ("Idempotency-Replayed" in answer) == (turn == 1)
        for made in answer.json()["results"]:
            side.known[made["id"]] = (user, text)

    @rule(who=tenants, topic=topics, user=users, everybody=wide)
    def search(self, who: int, topic: str, user: str, everybody: bool) -> None:
        filters = EVERYBODY if everybody else {"user_id": user}
        body = {"query": f"notes about {topic}", "filters": filters, "top_k": 50}
        found = self.good(who, "POST", "/v3/memories/search/", body)["results"]
        for hit in found:
            assert self.sides[who].known[hit["id"]][1] == hit["memory"]
            assert everybody or hit["user_id"] == user

    @rule(who=tenants, user=users)
    def list_of_a_user(self, who: int, user: str) -> None:
        body = {"filters": {"user_id": user}}
        listed = self.good(who, "POST", "/v3/memories/?page_size=200", body)["results"]
        mine = {k for k, (of, _) in self.sides[who].known.items() if of == user}
        assert {each["id"] for each in listed} == mine

    @precondition(lambda self: any(side.known for side in self.sides))
    @rule(who=tenants, number=picks)
    def read_one_and_its_history(self, who: int, number: int) -> None:
        side = self.sides[who]
        if side.known:
            key = side.pick(number)
            got = self.good(who, "GET", f"/v1/memories/{key}/")
            assert got["memory"] == side.known[key][1]
            assert self.good(who, "GET", f"/v1/memories/{key}/history/")

    @precondition(lambda self: any(side.known for side in self.sides))
    @rule(who=tenants, number=picks, topic=topics, batch=wide)
    def update(self, who: int, number: int, topic: str, batch: bool) -> None:
        side = self.sides[who]
        if not side.known:
            return
        key, text = side.pick(number), side.text(topic)
        if batch:
            body = {"memories": [{"memory_id": key, "text": text}]}
            self.good(who, "PUT", "/v1/batch/", body)
        else:
            self.good(who, "PUT", f"/v1/memories/{key}/", {"text": text})
        side.known[key] = (side.known[key][0], text)

    @precondition(lambda self: any(side.known for side in self.sides))
    @rule(who=tenants, number=picks, batch=wide)
    def delete(self, who: int, number: int, batch: bool) -> None:
        side = self.sides[who]
        if not side.known:
            return
        key = side.pick(number)
        if batch:
            self.good(who, "DELETE", "/v1/batch/", {"memories": [{"memory_id": key}]})
        else:
            self.good(who, "DELETE", f"/v1/memories/{key}/")
        side.gone.append(key)
        del side.known[key]

    @rule(who=tenants, user=users, entity=wide)
    def delete_all(self, who: int, user: str, entity: bool) -> None:
        side = self.sides[who]
        if entity:
            answer = self.ask(who, "DELETE", f"/v2/entities/user/{user}/")
            assert answer.status_code == 200, answer.content
        else:
            self.good(who, "DELETE", f"/v1/memories/?user_id={user}")
        side.gone += [k for k, (of, _) in side.known.items() if of == user]
        side.known = {k: v for k, v in side.known.items() if v[0] != user}

    @rule(who=tenants, user=users)
    def export(self, who: int, user: str) -> None:
        side = self.sides[who]
        body = {"schema": SCHEMA, "filters": {"user_id": user}}
        made = self.good(who, "POST", "/v1/exports/", body)
        with tenant(side.api.project):
            waiting = list(side.api.project.jobs.filter(kind="export", status="queued"))
        for job in waiting:
            services.run_job(side.api.project.pk, job.pk)
        asked = {"memory_export_id": made["id"]}
        self.good(who, "POST", "/v1/exports/get/?wait=0", asked)
        other = self.ask(1 - who, "POST", "/v1/exports/get/?wait=0", asked)
        assert other.status_code == 404

    @precondition(lambda self: any(side.known for side in self.sides))
    @rule(who=tenants, number=picks, topic=topics)
    def reach_for_the_others(self, who: int, number: int, topic: str) -> None:
        other = self.sides[1 - who]
        if not other.known:
            return
        key = other.pick(number)
        named = {"memory_id": key, "text": f"Taken: {topic}."}
        for method, path, body in (
            ("GET", f"/v1/memories/{key}/", None),
            ("GET", f"/v1/memories/{key}/history/", None),
            ("PUT", f"/v1/memories/{key}/", {"text": f"Taken: {topic}."}),
            ("DELETE", f"/v1/memories/{key}/", None),
            ("PUT", "/v1/batch/", {"memories": [named]}),
            ("DELETE", "/v1/batch/", {"memories": [{"memory_id": key}]}),
            ("POST", "/v1/feedback/", {"memory_id": key, "feedback": "NEGATIVE"}),
        ):
            assert self.ask(who, method, path, body).status_code == 404, (method, path)

    @invariant()
    def each_has_its_own_and_nothing_else(self) -> None:
        for who, side in enumerate(self.sides):
            body = {"filters": EVERYBODY}
            listed = self.good(who, "POST", "/v3/memories/?page_size=200", body)
            assert listed["count"] == len(side.known)
            assert {
                each["id"]: (each["user_id"], each["memory"])
                for each in listed["results"]
            } == side.known


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        TwoTenants,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_two_tenants_never_meet(database):
    run(examples=2, steps=10)


@pytest.mark.long
def test_two_tenants_never_meet_in_many_lives(database):
    run(examples=100, steps=40)
