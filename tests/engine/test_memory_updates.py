"""What somebody says later changes what is current, in the library as on the server."""

from __future__ import annotations

import pytest

from mem0.configs.base import MemoryConfig
from mem0.memory.main import Memory

MONDAY = 1_760_000_000
DAY = 86_400


@pytest.fixture
def memory(tmp_path):
    with Memory(MemoryConfig(history_db_path=str(tmp_path / "history.db"))) as made:
        yield made


def say(memory, text, *, at=MONDAY, user="ana", **more):
    return memory.add(text, user_id=user, timestamp=at, **more)["results"]


def everything(memory, user="ana"):
    return memory.get_all(user_id=user)["results"]


def current(memory, user="ana"):
    found = everything(memory, user)
    return [each["memory"] for each in found if each["lifecycle_state"] == "active"]


def test_a_move_closes_the_old_home_and_links_the_new_one(memory):
    say(memory, "I live in Lisbon.")
    say(memory, "I moved to Porto.", at=MONDAY + DAY)
    (only,) = current(memory)
    assert "Porto" in only
    new, old = everything(memory)
    assert old["lifecycle_state"] == "superseded"
    assert old["replaced_by"] == new["id"]
    assert old["valid_to"] == new["valid_from"]
    assert [each["change"] for each in memory.history(old["id"])] == [
        "ADD",
        "SUPERSEDE",
    ]


def test_the_current_home_ranks_before_the_old_one(memory):
    say(memory, "I live in Lisbon.")
    say(memory, "I moved to Porto.", at=MONDAY + DAY)
    hits = memory.search("Where does the user live?", user_id="ana")["results"]
    assert "Porto" in hits[0]["memory"]


def test_an_older_message_that_arrives_late_does_not_overwrite_a_newer_fact(memory):
    say(memory, "I moved to Porto.", at=MONDAY + DAY)
    say(memory, "I live in Lisbon.")
    (only,) = current(memory)
    assert "Porto" in only
    assert len(everything(memory)) == 2


def test_who_moves_back_has_the_first_home_again(memory):
    say(memory, "I live in Lisbon.")
    say(memory, "I moved to Porto.", at=MONDAY + DAY)
    say(memory, "I live in Lisbon.", at=MONDAY + 2 * DAY)
    (only,) = current(memory)
    assert "Lisbon" in only
    assert len(everything(memory)) == 3


def test_allergies_accumulate(memory):
    say(memory, "I'm allergic to peanuts.")
    say(memory, "I'm allergic to shellfish.", at=MONDAY + DAY)
    assert len(current(memory)) == 2


def test_a_restatement_strengthens_and_adds_nothing(memory):
    (first,) = say(memory, "I live in Porto.")
    assert say(memory, "I live in Porto!", at=MONDAY + DAY) == []
    assert [each["id"] for each in everything(memory)] == [first["id"]]
    history = memory.history(first["id"])
    assert [each["event"] for each in history] == ["ADD", "NOOP"]


def test_what_no_longer_holds_is_closed(memory):
    say(memory, "I live in Lisbon.")
    say(memory, "I no longer live in Lisbon.", at=MONDAY + DAY)
    states = [each["lifecycle_state"] for each in everything(memory)]
    assert states[-1] == "superseded"


def test_another_persons_move_changes_nothing(memory):
    say(memory, "I live in Lisbon.")
    say(memory, "My sister Marta moved to Porto.", at=MONDAY + DAY)
    say(memory, "I live in Porto.", user="ben", at=MONDAY + DAY)
    assert any("Lisbon" in text for text in current(memory))


def test_a_move_in_another_session_counts(memory):
    say(memory, "I live in Lisbon.", run_id="one")
    say(memory, "I moved to Porto.", run_id="two", at=MONDAY + DAY)
    (only,) = current(memory)
    assert "Porto" in only


def test_a_later_message_completes_the_context_of_the_one_before(memory):
    say(memory, "My brother told me a story.", infer=False)
    say(memory, "I drank some coffee.", user="ben", infer=False)
    say(memory, "It was about a lighthouse.", at=MONDAY + 60, infer=False)
    say(memory, "And I ate a cake.", user="ben", at=MONDAY + DAY, infer=False)
    scores = {}
    for user in ("ana", "ben"):
        found = memory.search(
            "lighthouse", user_id=user, threshold=0, show_expired=True
        )
        scores |= {hit["memory"]: hit["score"] for hit in found["results"]}
    assert scores["My brother told me a story."] > 2 * scores["I drank some coffee."]
