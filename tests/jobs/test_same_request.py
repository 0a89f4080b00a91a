"""The same request many times at once acts once and is answered the same, bit by bit."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from mem0site.embedded.process import wait_until
from orgs.models import Organization
from orgs.tenancy import tenant
from tests.conftest import Api


def add(api: Api, number: int) -> tuple[str, str, Any]:
    said = [{"role": "user", "content": f"Note {number} about tea."}]
    body = {"messages": said, "user_id": "ana", "infer": False}
    return "POST", "/v3/memories/add/", body


def add_later(api: Api, number: int) -> tuple[str, str, Any]:
    said = [{"role": "user", "content": f"I own {number} red bicycles."}]
    return "POST", "/v3/memories/add/", {"messages": said, "user_id": "ben"}


def update(api: Api, number: int) -> tuple[str, str, Any]:
    (made,) = api.remember(f"Before {number}.")
    return "PUT", f"/v1/memories/{made['id']}/", {"text": f"After {number}."}


def delete(api: Api, number: int) -> tuple[str, str, Any]:
    (made,) = api.remember(f"Gone {number}.")
    return "DELETE", f"/v1/memories/{made['id']}/", None


def export(api: Api, number: int) -> tuple[str, str, Any]:
    schema = {"type": "object", "properties": {"likes": {"type": "string"}}}
    return "POST", "/v1/exports/", {"schema": schema, "filters": {"user_id": "ana"}}


REQUESTS = (add, add_later, update, delete, export)


@pytest.fixture
def often(acme: Api) -> Api:
    """Twenty clients that repeat themselves would meet the limits of another plan."""
    organizations = Organization.objects.filter(pk=acme.project.organization_id)
    organizations.update(plan="enterprise")
    return acme


def written(api: Api) -> dict[str, int]:
    """How much there is of everything that requests write."""
    with tenant(api.project):
        return {
            "history": api.project.history.count(),
            "memories": api.project.memories.count(),
            "jobs": api.project.jobs.count(),
            "adds": api.project.events.filter(event_type="ADD").count(),
        }


def until_answered(api: Api, gate: threading.Barrier, request: Any, key: str) -> Any:
    """What a client does: sends it again while the first one runs, or the server has
    too much to do."""
    gate.wait()
    answer = None

    def answered() -> bool:
        nonlocal answer
        answer = api.call(*request, **{"idempotency-key": key})
        return answer.status_code not in (409, 503)

    try:
        assert wait_until(answered, seconds=600, every=0.2), answer
    finally:
        connections.close_all()
    return answer


def at_once(api: Api, parallel: int) -> Iterator[list[Any]]:
    """Rounds of one request, sent by so many clients together; their answers."""
    with ThreadPoolExecutor(parallel) as clients:
        number = 0
        while True:
            request = REQUESTS[number % len(REQUESTS)](api, number)
            gate, key = threading.Barrier(parallel), uuid.uuid4().hex
            before = written(api)
            sent = [
                clients.submit(until_answered, api, gate, request, key)
                for _ in range(parallel)
            ]
            answers = [each.result() for each in sent]
            check(request, answers, before, written(api))
            number += 1
            yield answers


def check(
    request: Any, answers: list[Any], before: dict[str, int], after: dict[str, int]
) -> None:
    assert {each.status_code // 100 for each in answers} == {2}, request
    assert len({each.content for each in answers}) == 1, request
    first = [each for each in answers if "Idempotency-Replayed" not in each.headers]
    assert len(first) == 1, request
    more = {name: after[name] - before[name] for name in after}
    assert max(more.values()) == 1, (request, more)
    assert min(more.values()) >= -1, (request, more)


def test_the_same_request_at_once_acts_once(often):
    rounds = at_once(often, parallel=6)
    for _ in REQUESTS:
        next(rounds)
    rounds.close()


@pytest.mark.long
def test_the_same_request_twenty_times_at_once_acts_once_in_fifty_rounds(often):
    rounds = at_once(often, parallel=20)
    for _ in range(50):
        next(rounds)
    rounds.close()
