"""What happens at the same time is as if it happened one after the other."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from orgs.tenancy import tenant

AT_ONCE = 8


def together(call):
    """The answers of the call, made from several threads at once."""

    def once(number):
        try:
            return call(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(once, range(AT_ONCE)))


def listed(api):
    answer = api.post("/v3/memories/", {"filters": {"user_id": "alice"}}).json()
    return [memory["memory"] for memory in answer["results"]]


@pytest.mark.parametrize("infer", [False, True])
def test_one_text_added_at_once_is_stored_once(acme, infer):
    body = {
        "messages": "I live in Porto.",
        "user_id": "alice",
        "infer": infer,
        "async_mode": False,
    }
    answers = together(lambda _: acme.post("/v1/memories/", body))
    assert {answer.status_code for answer in answers} == {200}
    assert len(listed(acme)) == 1
    assert sum(len(answer.json()) for answer in answers) == 1


def test_two_homes_said_at_once_leave_one_current(acme):
    def move(number):
        body = {
            "messages": f"I live in {'Porto' if number % 2 else 'Lisbon'}.",
            "user_id": "alice",
            "async_mode": False,
            "timestamp": 1_760_000_000 + number,
        }
        return acme.post("/v1/memories/", body)

    together(move)
    body = {"filters": {"user_id": "alice"}, "latest_only": True}
    current = acme.post("/v3/memories/", body).json()["results"]
    assert [m["memory"] for m in current] == ["User lives in Porto"]


def test_different_texts_added_at_once_are_all_stored(acme):
    together(lambda n: acme.remember(f"Note number {n} about the garden."))
    assert len(listed(acme)) == AT_ONCE


def test_updates_at_once_leave_a_complete_history(acme):
    (memory,) = acme.remember("The first text.")
    path = f"/v1/memories/{memory['id']}/"
    together(lambda n: acme.put(path, {"text": f"Text {n}"}))
    entries = acme.get(f"{path}history/").json()
    assert len(entries) == 1 + AT_ONCE
    for before, after in itertools.pairwise(entries):
        assert after["old_memory"] == before["new_memory"]
    assert acme.get(path).json()["memory"] == entries[-1]["new_memory"]


def test_a_delete_and_an_update_at_once_end_in_a_delete(acme):
    (memory,) = acme.remember("The first text.")
    path = f"/v1/memories/{memory['id']}/"
    answers = together(
        lambda n: acme.delete(path) if n == 0 else acme.put(path, {"text": f"Text {n}"})
    )
    assert {answer.status_code for answer in answers} <= {200, 404}
    assert acme.get(path).status_code == 404
    with tenant(acme.project):
        assert not acme.project.memories.exists()
