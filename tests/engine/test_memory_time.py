"""Looking from another time, in process."""

from __future__ import annotations

import datetime as dt

import pytest

from mem0.configs.base import MemoryConfig
from mem0.exceptions import ValidationError
from mem0.memory.main import Memory

MONDAY = 1_760_000_000
DAY = 86_400


@pytest.fixture
def memory(tmp_path):
    with Memory(MemoryConfig(history_db_path=str(tmp_path / "history.db"))) as made:
        made.add("I live in Lisbon.", user_id="a", timestamp=MONDAY)
        made.add("I moved to Faro.", user_id="a", timestamp=MONDAY + 20 * DAY)
        made.add("I moved to Porto.", user_id="a", timestamp=MONDAY + 10 * DAY)
        yield made


def texts(answer):
    return [each["memory"] for each in answer["results"]]


@pytest.mark.parametrize(("day", "home"), [(0, "Lisbon"), (12, "Porto"), (25, "Faro")])
def test_as_of_answers_what_held_then(memory, day, home):
    then = dt.datetime.fromtimestamp(MONDAY + day * DAY, dt.UTC).date()
    for answer in (
        memory.get_all(user_id="a", as_of=then),
        memory.search("Where does a live?", user_id="a", as_of=then),
    ):
        assert [home in text for text in texts(answer)] == [True]


def test_known_at_answers_what_was_known_then(memory):
    (kept,) = memory.add("I keep bees.", user_id="b")["results"]
    then = dt.datetime.now(dt.UTC)
    memory.update(kept["id"], "I keep wasps.")
    assert texts(memory.get_all(user_id="b", known_at=then)) == ["User keeps bees"]
    assert texts(memory.search("wasps", user_id="b", known_at=then)) == [
        "User keeps bees"
    ]
    assert texts(memory.get_all(user_id="b", known_at=MONDAY)) == []


def test_latest_only_leaves_out_what_was_replaced(memory):
    assert len(texts(memory.get_all(user_id="a"))) == 3
    assert ["Faro" in t for t in texts(memory.get_all(user_id="a", latest_only=True))] == [True]  # fmt: skip


def test_a_time_that_is_none_is_refused(memory):
    with pytest.raises(ValidationError, match="as_of"):
        memory.get_all(user_id="a", as_of="yesterday")
