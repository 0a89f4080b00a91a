"""What held before, what changed, and which slot is asked for, decides the order."""

from __future__ import annotations

import datetime as dt

import pytest

MONDAY = dt.datetime(2025, 6, 2, 12, tzinfo=dt.UTC)
ANA = {"user_id": "ana"}


def say(api, text, day=0):
    body = {
        "messages": text,
        "timestamp": int((MONDAY + dt.timedelta(days=day)).timestamp()),
        "async_mode": False,
        **ANA,
    }
    assert api.post("/v3/memories/add/", body).status_code == 200


def first(api, query, day=60):
    body = {
        "query": query,
        "filters": ANA,
        "threshold": 0,
        "reference_date": (MONDAY + dt.timedelta(days=day)).isoformat(),
    }
    answer = api.post("/v3/memories/search/", body)
    assert answer.status_code == 200, answer.content
    return [hit["memory"] for hit in answer.json()["results"]]


@pytest.fixture
def life(acme):
    say(acme, "I live in Lisbon.")
    say(acme, "I work at Initech.")
    say(acme, "I moved to Porto.", day=10)
    say(acme, "I moved to Faro.", day=20)
    say(acme, "I started a new job at Globex.", day=50)
    return acme


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("Where do I live?", "Faro"),
        ("Where did I live before Faro?", "Porto"),
        ("Where did I live before Porto?", "Lisbon"),
        ("Where did I work before Globex?", "Initech"),
        ("Where do I work?", "Globex"),
    ],
)
def test_a_question_gets_what_held_at_the_time_it_means(life, query, answer):
    assert answer in first(life, query)[0]


def test_a_question_about_the_past_prefers_what_was_replaced(life):
    assert "Initech" in first(life, "Where did I work previously?")[0]


def test_what_changed_in_a_month_is_what_replaced_something_in_it(life):
    best = first(life, "What changed in July 2025?")[:2]
    assert any("Globex" in text for text in best)


def test_a_question_that_names_nothing_known_is_answered_as_ever(life):
    assert "Faro" in first(life, "Where do I live, as before Atlantis?")[0]


def test_the_slot_asked_for_is_told_in_the_breakdown(life):
    body = {"query": "Where do I live?", "filters": ANA, "threshold": 0}
    best = life.post("/v3/memories/search/", body).json()["results"][0]
    assert best["score_breakdown"]["slot"] == 1
    assert 0 < best["score"] <= 1
