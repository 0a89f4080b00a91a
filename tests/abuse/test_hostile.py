"""Hostile input to every operation of the OpenAPI document.

Schemathesis makes requests that fit the document, requests that do not, and requests
that fit but for a poisoned place. Whatever comes: no accident, errors of the one shape,
and after an error nothing is written. `make hostile` sends 20,000; with `SEED=2` others.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.bad_input.asking import places, with_poison
from tests.bad_input.cases import PATHS, POISON, QUERIES
from tests.contract.test_schemathesis import FOUND
from tests.contract.world import World
from tests.isolation.tables import fingerprint

pytestmark = pytest.mark.long

CASES = int(os.environ.get("CASES", "2000"))
SEED = int(os.environ.get("SEED", "1"))
KINDS = ("good", "bad", "poisoned")
EACH = -(-CASES // (len(FOUND) * len(KINDS)))
"""Cases of one kind for one operation."""
UNAVAILABLE = {"GET /readyz": 503}
"""Where no worker runs."""
EVERY = 20
"""After so many refusals the database is looked at."""
RAW = [raw for raw in POISON.values() if len(raw) < 100_000]
PARTS = [part for part in PATHS if not set("?#") & set(part)]
"""What would end the path is no part of it."""
seen: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def tally() -> Iterator[None]:
    """What was answered, in the end, for docs/guarantees.md."""
    yield
    statuses = ", ".join(f"{n} × {status}" for status, n in sorted(seen.items()))
    print(f"\n{seen.total()} cases for {len(FOUND)} operations: {statuses}")  # noqa: T201


@pytest.fixture(scope="module")
def target(database) -> Target:
    return Target()


@dataclass
class Sent:
    """A case; `raw` replaces its body, `real` has its path name what there is."""

    case: Any
    real: bool
    raw: bytes | None = None


class Target:
    """A project that is sent the cases of all operations, one after the other."""

    def __init__(self) -> None:
        self.operation: Any = None
        self.world = World()
        self.refused: list[str] = []
        self.before: dict[str, tuple[int, str]] | None = None
        """What is stored; None: not looked at since something was written."""

    def aim(self, operation: Any) -> None:
        """Another operation; one that ended the key has a new project made."""
        self.operation, self.before = operation, None
        self.refused.clear()
        if self.world.api.get("/v1/ping/").status_code != 200:
            self.world = World()

    @property
    def deletes(self) -> bool:
        """Whether what is there for one case may not be there for the next."""
        return bool(self.operation.method.upper() == "DELETE")

    def stored(self) -> dict[str, tuple[int, str]]:
        """What the project has in every table."""
        return fingerprint(self.world.api.project.pk)

    def send(self, sent: Sent) -> None:
        """One case, and what must hold of its answer."""
        if self.before is None:
            self.before = self.stored()
        case = sent.case
        for name in case.path_parameters:
            if sent.real and name in self.world.ids:
                case.path_parameters[name] = self.world.ids[name]
        headers = {"Authorization": f"Token {self.world.api.key}"}
        body = {} if sent.raw is None else {"data": sent.raw}
        answer = case.call(headers=headers, **body)
        seen[str(answer.status_code)] += 1
        request = f"{case.method} {answer.request.url} {sent.raw or case.body!r}"
        told = f"{request[:2000]}: {answer.status_code} {answer.content[:500]!r}"
        assert wrong(self.operation.label, answer) == "", told
        if answer.status_code >= 400:
            self.refused.append(told)
        else:
            self.written()

    def written(self) -> None:
        """Something was: what was refused before left nothing, what comes is new."""
        self.refused.clear()
        self.before = None
        if self.deletes:
            self.world = World()

    def unchanged(self) -> None:
        """What is stored is what was stored before all that was refused."""
        if self.before is not None:
            found = self.stored()
            changed = [name for name in found if found[name] != self.before[name]]
            assert changed == [], "\n".join(self.refused[-EVERY:])
        self.refused.clear()


def wrong(label: str, answer: Any) -> str:
    """Why an answer is none of the documented kind; empty when it is one."""
    status = answer.status_code
    if status < 400 or UNAVAILABLE.get(label) == status:
        return ""
    if status >= 500:
        return "an accident"
    if not answer.headers["content-type"][0].startswith("application/json"):
        return f"of type {answer.headers['content-type']}"
    body = json.loads(answer.content)
    strings = ("detail", "error", "code", "request_id")
    missing = [name for name in strings if not isinstance(body.get(name), str)]
    if "agent-rush" in label and isinstance(body.get("error"), dict):
        missing.remove("error")  # which the hosted service has as an object there
    return f"without {missing}" if missing else ""


@st.composite
def poisoned(draw: Any, operation: Any) -> Sent:
    """A case that fits, but for a place in its path, its query or its body."""
    case = draw(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    sent = Sent(case, real=draw(st.booleans()))
    where = ["query"]
    where += ["path"] * bool(case.path_parameters)
    where += ["body"] * 3 if isinstance(case.body, dict) and case.body else []
    match draw(st.sampled_from(where)):
        case "path":
            sent.real = False
            name = draw(st.sampled_from(sorted(case.path_parameters)))
            case.path_parameters[name] = draw(st.sampled_from(PARTS))
        case "query":
            names = [*case.query, "page", "page_size", "user_id", "filters", "limit"]
            value = draw(st.sampled_from(QUERIES)).partition("=")[2]
            query = {**case.query, draw(st.sampled_from(names)): unquote(value)}
            case.query = query
        case "body":
            place = draw(st.sampled_from(places(case.body)))
            raw = draw(st.sampled_from(RAW))
            sent.raw = with_poison(case.body, place, raw).encode()
    return sent


def strategy(operation: Any, kind: str) -> Any:
    """Where the cases of a kind come from."""
    if kind == "poisoned":
        return poisoned(operation)
    mode = GenerationMode.POSITIVE if kind == "good" else GenerationMode.NEGATIVE
    # What is deleted has to be made again.
    chances = [True] + [False] * (20 if operation.method.upper() == "DELETE" else 1)
    return st.builds(
        Sent,
        operation.as_strategy(generation_mode=mode),
        real=st.sampled_from(chances),
    )


@pytest.mark.parametrize("operation", FOUND, ids=lambda each: each.label)
def test_whatever_is_sent_is_answered_or_refused_whole(target, operation):
    target.aim(operation)
    for kind in KINDS:

        @seed(SEED)
        @settings(
            max_examples=EACH,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy(operation, kind))
        def every(sent):
            target.send(sent)
            if len(target.refused) >= EVERY:
                target.unchanged()

        try:
            every()
        except Unsatisfiable:
            assert kind == "bad"  # it takes nothing that could be wrong
        target.unchanged()
