"""Several people in one conversation: each statement is its speaker's."""

from __future__ import annotations

from tests.memories.test_gate import add
from tests.memories.wire import listed

PARTY = [
    {"role": "user", "name": "Ana", "content": "I live in Porto. I am a vegan."},
    {"role": "user", "name": "Ben", "content": "I live in Oslo and I love salmon."},
    {"role": "assistant", "name": "Concierge", "content": "I booked a table for two."},
    {"role": "user", "content": "Ben: My daughter Eva is allergic to nuts."},
]


def by_actor(api, **ids):
    found = {}
    for memory in listed(api, **ids):
        found.setdefault(memory["actor"], set()).add(memory["memory"])
    return found


def test_every_statement_names_its_speaker(acme):
    add(acme, PARTY, user_id="trip")
    found = by_actor(acme, user_id="trip")
    assert found["Ana"] == {"Ana lives in Porto", "Ana is a vegan"}
    assert {"Ben lives in Oslo", "Ben loves salmon"} < found["Ben"]
    assert any("Eva is allergic to nuts" in text for text in found["Ben"])


def test_what_one_says_of_themselves_does_not_replace_what_another_said(acme):
    add(acme, PARTY, user_id="trip")
    states = {m["memory"]: m["lifecycle_state"] for m in listed(acme, user_id="trip")}
    assert states["Ana lives in Porto"] == states["Ben lives in Oslo"]


def test_a_move_of_one_replaces_only_their_home(acme):
    add(acme, PARTY, user_id="trip", timestamp=1_760_000_000)
    moved = [{"role": "user", "name": "Ben", "content": "I moved to Bergen."}]
    add(acme, moved, user_id="trip", timestamp=1_760_100_000)
    replaced = {m["memory"] for m in listed(acme, user_id="trip") if m["replaced_by"]}
    assert replaced == {"Ben lives in Oslo"}


def test_users_and_agents_statements_go_to_their_own(acme):
    add(acme, PARTY, user_id="trip", agent_id="concierge")
    theirs = {m["memory"] for m in listed(acme, agent_id="concierge")}
    assert theirs == {"Concierge booked a table for two"}
    assert len(listed(acme, user_id="trip")) == 5
