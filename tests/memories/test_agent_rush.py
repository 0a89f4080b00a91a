"""The command line's demonstration mode: thoughts of one project, by its rules."""

from __future__ import annotations

import pytest

from tests.memories.wire import listed, texts

ADD, SEARCH = "/v1/agent-rush/memories/", "/v1/agent-rush/memories/search/"
THOUGHT = "I enjoy constraint-satisfaction problems more than most other puzzles."
MODE = {"X-Mem0-Mode": "agent-rush"}


def thoughts(api, query="constraint satisfaction"):
    answer = api.post(SEARCH, {"query": query}, **MODE)
    assert answer.status_code == 200, answer.content
    return texts(answer.json()["results"])


def test_a_thought_is_kept_and_found(acme):
    answer = acme.post(ADD, {"content": THOUGHT}, **MODE)
    assert answer.status_code == 200
    assert answer.json()["event_id"]
    assert thoughts(acme) == [THOUGHT]


def test_a_thought_may_come_as_messages(acme):
    said = [{"role": "user", "content": THOUGHT}]
    assert acme.post(ADD, {"messages": said, "user_id": "bot"}).status_code == 200
    assert texts(listed(acme, user_id="bot")) == [THOUGHT]


def test_thoughts_are_apart_from_other_memories_and_other_projects(acme, umbrella):
    acme.remember("I satisfy constraints for a living.")
    umbrella.post(ADD, {"content": THOUGHT})
    assert thoughts(acme) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Too short.", "agentrush_length"),
        ("x" * 1_001, "agentrush_length"),
        (f"{THOUGHT} See https://example.org/.", "agentrush_no_urls"),
        (f"{THOUGHT} See www.example.org.", "agentrush_no_urls"),
    ],
)
def test_a_thought_against_the_rules_is_refused_as_the_client_reads_it(
    acme, content, code
):
    answer = acme.post(ADD, {"content": content}, **MODE)
    assert answer.status_code == 400
    body = answer.json()
    assert body["error"]["code"] == body["code"] == code
    assert body["error"]["message"] == body["detail"]


@pytest.mark.parametrize(
    ("path", "body"),
    [(ADD, {}), (ADD, {"content": 5}), (ADD, {"content": None}), (SEARCH, {}), (SEARCH, {"query": ""})],
)  # fmt: skip
def test_nothing_and_nonsense_are_refused(acme, path, body):
    answer = acme.post(path, body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"]


def test_a_missing_key_is_told_in_the_same_form(acme):
    answer = acme.post(ADD, {"content": THOUGHT}, authorization="")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "authentication_failed"
