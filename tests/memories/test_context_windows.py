"""A memory is found by where it was said: its window grows as the talk goes on."""

from __future__ import annotations

import pytest
from django.db import connection

from memories.vectors import from_halfvec, from_sparsevec
from orgs.tenancy import tenant

TALK = [
    "We finally booked the trip.",
    "Great, which airline did you take?",
    "The cheap one, with a stop in Madrid.",
    "How long is the stop?",
    "Nine hours, so we will visit the Prado.",
    "Send me a picture of the Meninas!",
]
WHEN = 1_760_000_000


def contexts(api):
    """Each text with what the table has of its context."""
    with tenant(api.project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT text, context_embedding::text, context_lexical::text "
            "FROM memories_memory WHERE project_id = %s",
            [api.project.pk],
        )
        return {
            text: (from_halfvec(embedding), from_sparsevec(lexical))
            for text, embedding, lexical in cursor.fetchall()
        }


def assert_same(one, other):
    assert one.keys() == other.keys()
    for text, (embedding, lexical) in one.items():
        assert embedding == pytest.approx(other[text][0], abs=2e-3)
        assert lexical == pytest.approx(other[text][1], rel=1e-3)


@pytest.mark.parametrize("run", [{"run_id": "talk"}, {}], ids=["run", "no run"])
def test_a_talk_told_bit_by_bit_is_indexed_like_one_told_at_once(acme, umbrella, run):
    acme.remember(*TALK, timestamp=WHEN, **run)
    for text in TALK:
        umbrella.remember(text, timestamp=WHEN, **run)
    assert_same(contexts(acme), contexts(umbrella))


def test_a_message_in_the_middle_completes_its_neighbours_windows(acme, umbrella):
    for number, text in enumerate(TALK):
        acme.remember(text, timestamp=WHEN + number)
    for number in (0, 1, 2, 4, 5, 3):
        umbrella.remember(TALK[number], timestamp=WHEN + number)
    assert_same(contexts(acme), contexts(umbrella))


def test_a_long_silence_ends_the_window(acme, umbrella):
    acme.remember(TALK[0], timestamp=WHEN)
    acme.remember(TALK[1], timestamp=WHEN + 7200)
    umbrella.remember(TALK[0], timestamp=WHEN)
    assert contexts(acme)[TALK[0]] == contexts(umbrella)[TALK[0]]


def test_runs_do_not_share_a_window(acme, umbrella):
    acme.remember(TALK[0], timestamp=WHEN, run_id="one")
    acme.remember(TALK[1], timestamp=WHEN, run_id="two")
    umbrella.remember(TALK[0], timestamp=WHEN, run_id="one")
    assert contexts(acme)[TALK[0]] == contexts(umbrella)[TALK[0]]


def test_a_deleted_memory_leaves_its_neighbours_windows(acme, umbrella):
    results = acme.remember(*TALK[:3], timestamp=WHEN)
    acme.delete(f"/v1/memories/{results[1]['id']}/")
    umbrella.remember(TALK[0], TALK[2], timestamp=WHEN)
    assert_same(contexts(acme), contexts(umbrella))
    with tenant(acme.project):
        said = set(acme.project.messages.values_list("content", flat=True))
    assert said == {TALK[0], TALK[2]}


def test_a_memory_is_found_by_what_was_said_around_it(acme):
    acme.remember(*TALK, timestamp=WHEN)
    acme.remember("I bought bread.", "The bakery was closed.", timestamp=WHEN + 90_000)
    body = {"query": "airline stop in Madrid", "filters": {"user_id": "alice"}}
    hits = acme.post("/v3/memories/search/", body).json()["results"]
    first_two = {hit["memory"] for hit in hits[:3]}
    assert TALK[2] in first_two
    assert hits.index(next(h for h in hits if h["memory"] == TALK[1])) < 4
