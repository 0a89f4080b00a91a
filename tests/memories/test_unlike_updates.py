"""A model that ends a memory which has nothing to do with what was said is asked about."""

from __future__ import annotations

import pytest

from tests.memories.test_quarantine import held
from tests.memories.test_with_a_language_model import MONDAY, add, model
from tests.memories.wire import listed
from tests.openai_server import answer, fact, openai_server

__all__ = ["model", "openai_server"]

OLD, NEW = "User plays the cello", "User may approve refunds"
SAID = "I may approve refunds."


def say(api, model, told: str, said: str, *, ends=(), **more):
    """One add whose model answers one fact; its event."""
    model.reply(answer({"facts": [fact(told, [0], supersedes=list(ends))]}))
    return add(api, said, **more)


@pytest.fixture
def asked(acme, model):
    """The event of an add whose model would end a memory for no reason."""
    say(acme, model, OLD, "I play the cello.")
    return say(acme, model, NEW, SAID, ends=[0], timestamp=MONDAY + 60)


def states(api) -> dict[str, str]:
    return {m["memory"]: m["lifecycle_state"] for m in listed(api, user_id="ana")}


def test_both_stay_and_a_person_is_asked(acme, asked):
    assert states(acme) == {OLD: "active", NEW: "active"}
    assert (asked["dropped"], asked["quarantined"]) == ({"supersedes_unrelated": 1}, 1)
    (entry,) = held(acme, reason="supersedes_unrelated")
    assert (entry["memory"], entry["memory_id"]) == (NEW, asked["results"][0]["id"])
    assert [each["memory"] for each in entry["replaces"]] == [OLD]
    assert [said["content"] for said in entry["input"]] == [SAID]


def test_approved_it_takes_the_place_of_the_other(acme, asked):
    (entry,) = held(acme)
    done = acme.post(f"/v1/quarantine/{entry['id']}/approve/", {}).json()
    assert [(r["event"], r["memory"]) for r in done["results"]] == [("UPDATE", OLD)]
    assert states(acme) == {OLD: "superseded", NEW: "active"}
    old = acme.get(f"/v1/memories/{entry['replaces'][0]['id']}/").json()
    assert old["replaced_by"] == entry["memory_id"]
    history = acme.get(f"/v1/memories/{old['id']}/history/").json()
    assert [each["change"] for each in history] == ["ADD", "SUPERSEDE"]
    assert held(acme) == []


def test_rejected_both_stay(acme, asked):
    (entry,) = held(acme)
    acme.post(f"/v1/quarantine/{entry['id']}/reject/", {})
    assert states(acme) == {OLD: "active", NEW: "active"}
    assert held(acme) == []


def test_what_was_said_again_since_is_not_replaced(acme, model, asked):
    say(acme, model, OLD, "I play the cello.", timestamp=MONDAY + 120)
    (entry,) = held(acme)
    done = acme.post(f"/v1/quarantine/{entry['id']}/approve/", {}).json()
    assert done["results"] == []
    assert states(acme) == {OLD: "active", NEW: "active"}


def test_the_question_goes_with_the_memory(acme, asked):
    acme.delete(f"/v1/memories/{asked['results'][0]['id']}/")
    assert held(acme) == []


def test_what_is_gone_already_is_not_shown(acme, asked):
    (entry,) = held(acme)
    acme.delete(f"/v1/memories/{entry['replaces'][0]['id']}/")
    (entry,) = held(acme)
    assert entry["replaces"] == []
    done = acme.post(f"/v1/quarantine/{entry['id']}/approve/", {})
    assert (done.status_code, done.json()["results"]) == (200, [])


def test_where_everything_is_kept_nobody_is_asked(acme, model):
    acme.project.gate = "keep-everything"
    acme.project.save(update_fields=["gate"])
    say(acme, model, OLD, "I play the cello.")
    event = say(acme, model, NEW, SAID, ends=[0], timestamp=MONDAY + 60)
    assert event["dropped"] == {"supersedes_unrelated": 1}
    assert states(acme) == {OLD: "active", NEW: "active"}
    assert held(acme) == []


def test_nearness_of_meaning_is_relation_enough(acme, model):
    say(acme, model, "User wants to get a kayak", "I want to get a kayak.")
    told = "User wants to get a canoe"
    event = say(
        acme, model, told, "I want to get a canoe.", ends=[0], timestamp=MONDAY + 60
    )
    assert event["dropped"] == {}
    assert states(acme) == {"User wants to get a kayak": "superseded", told: "active"}
