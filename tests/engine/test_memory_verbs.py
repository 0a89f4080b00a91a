"""Every verb of the library, on a file of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mem0.configs.base import MemoryConfig
from mem0.exceptions import (
    ConfigurationError,
    FilterError,
    MemoryNotFoundError,
    UnavailableError,
    ValidationError,
)
from mem0.memory.main import Memory

MONDAY = 1_760_000_000
ROOT = Path(__file__).parents[2]


@pytest.fixture
def memory(tmp_path):
    with Memory(MemoryConfig(history_db_path=str(tmp_path / "history.db"))) as made:
        yield made


def texts(answer):
    return [each["memory"] for each in answer["results"]]


def test_what_was_said_is_found(memory):
    (made,) = memory.add("I moved to Porto", user_id="a")["results"]
    assert made["event"] == "ADD"
    memory.add("I love jazz.", user_id="a")
    best = memory.search("where does a live?", user_id="a")["results"][0]
    assert best["id"] == made["id"]
    assert "Porto" in best["memory"]
    assert 0 < best["score"] <= 1


def test_it_works_without_a_configuration_a_key_or_a_network(tmp_path):
    script = (
        "from mem0.memory.main import Memory\n"
        "m = Memory()\n"
        "m.add('I moved to Porto', user_id='a')\n"
        "print(m.search('where does a live?', user_id='a')['results'][0]['memory'])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"MEM0_DIR": str(tmp_path / "new"), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Porto" in answer.stdout
    assert (tmp_path / "new" / "history.db").exists()


def test_messages_are_a_text_an_object_or_a_list(memory):
    memory.add({"role": "user", "content": "I love jazz."}, user_id="a")
    conversation = [
        {"role": "user", "content": [{"type": "text", "text": "I am a nurse."}]},
        {"role": "assistant", "content": "Good to know!"},
    ]
    memory.add(conversation, user_id="a")
    found = " ".join(texts(memory.get_all(user_id="a")))
    assert "jazz" in found
    assert "nurse" in found


def test_without_inference_every_message_is_kept_word_for_word(memory):
    memory.add("ok, whatever", user_id="a", infer=False)
    assert texts(memory.get_all(user_id="a")) == ["ok, whatever"]


def test_get_answers_one_memory_or_none(memory):
    (made,) = memory.add("I love jazz.", user_id="a", metadata={"n": 1})["results"]
    found = memory.get(made["id"])
    assert (found["memory"], found["metadata"]) == (made["memory"], {"n": 1})
    assert found["user_id"] == "a"
    assert memory.get("no such id") is None


def test_an_update_changes_what_is_found(memory):
    (made,) = memory.add("I love jazz.", user_id="a")["results"]
    answer = memory.update(made["id"], "Plays the cello", metadata={"n": 2})
    assert answer == {"message": "Memory updated successfully!"}
    (found,) = memory.search("cello", user_id="a")["results"]
    assert (found["memory"], found["metadata"]) == ("Plays the cello", {"n": 2})
    assert memory.update(made["id"], text="Plays the tuba")
    assert texts(memory.search("tuba", user_id="a")) == ["Plays the tuba"]


def test_an_update_needs_a_change_and_a_memory(memory):
    (made,) = memory.add("I love jazz.", user_id="a")["results"]
    with pytest.raises(ValidationError, match="is required"):
        memory.update(made["id"])
    with pytest.raises(MemoryNotFoundError):
        memory.update("no such id", text="x")


def test_a_deleted_memory_is_gone_and_its_history_stays(memory):
    (made,) = memory.add("I love jazz.", user_id="a")["results"]
    assert memory.delete(made["id"]) == {"message": "Memory deleted successfully!"}
    assert memory.get(made["id"]) is None
    assert memory.search("jazz", user_id="a")["results"] == []
    assert [each["event"] for each in memory.history(made["id"])] == ["ADD", "DELETE"]
    assert memory.history(made["id"])[1]["is_deleted"]
    with pytest.raises(MemoryNotFoundError):
        memory.delete(made["id"])


def test_delete_all_forgets_one_person_and_nobody_else(memory):
    memory.add("I love jazz.", user_id="a")
    memory.add("I love jazz.", user_id="b")
    memory.delete_all(user_id="a")
    assert memory.get_all(user_id="a")["results"] == []
    assert len(memory.get_all(user_id="b")["results"]) == 1
    left = memory.store.database.all("SELECT thread FROM memory_message")
    assert [json.loads(thread) for (thread,) in left] == [{"user_id": "b"}]


def test_reset_leaves_nothing_and_the_memory_goes_on(memory):
    (made,) = memory.add("I love jazz.", user_id="a")["results"]
    memory.reset()
    assert memory.get_all(user_id="a")["results"] == []
    assert memory.history(made["id"]) == []
    memory.add("I love jazz.", user_id="a")
    assert len(memory.search("jazz", user_id="a")["results"]) == 1


def test_history_tells_the_old_text_and_the_new(memory):
    (made,) = memory.add("I love jazz.", user_id="a")["results"]
    memory.update(made["id"], text="Loves soul")
    first, second = memory.history(made["id"])
    assert first["input"] == [{"role": "user", "content": "I love jazz."}]
    assert (second["old_memory"], second["new_memory"]) == (
        made["memory"],
        "Loves soul",
    )


def test_what_has_expired_is_shown_on_demand_only(memory):
    memory.add("I love jazz.", user_id="a", expiration_date="2020-01-01")
    assert memory.get_all(user_id="a")["results"] == []
    assert memory.search("jazz", user_id="a")["results"] == []
    assert len(memory.get_all(user_id="a", show_expired=True)["results"]) == 1


def test_limit_and_top_k_bound_the_answer(memory):
    for fruit in ("apples", "pears", "plums"):
        memory.add(f"I like {fruit}.", user_id="a", infer=False)
    assert len(memory.get_all(user_id="a", limit=2)["results"]) == 2
    assert len(memory.search("fruit", user_id="a", top_k=1)["results"]) == 1
    assert texts(memory.get_all(user_id="a"))[0] == "I like plums."


def test_an_explained_hit_says_what_made_its_score(memory):
    memory.add("I love jazz.", user_id="a")
    (hit,) = memory.search("jazz", user_id="a", explain=True)["results"]
    assert hit["score_breakdown"]["semantic"] > 0


@pytest.mark.parametrize("verb", ["get_all", "delete_all"])
def test_a_call_about_nobody_is_refused(memory, verb):
    with pytest.raises(ValidationError, match="At least one of user_id"):
        getattr(memory, verb)()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({}, "At least one of user_id"),
        ({"user_id": "  "}, "user_id must not be blank"),
        ({"user_id": "a", "metadata": {"x": {1, 2}}}, "metadata must be JSON"),
        ({"user_id": "a", "metadata": [1]}, "metadata must be an object"),
        ({"user_id": "a", "timestamp": "soon"}, "timestamp must be"),
        ({"user_id": "a", "expiration_date": "soon"}, "expiration_date must be"),
        ({"user_id": "a", "memory_type": "procedural_memory"}, "not supported"),
    ],
)
def test_an_add_that_cannot_work_says_which_argument(memory, options, complaint):
    with pytest.raises(ValidationError, match=complaint):
        memory.add("I love jazz.", **options)


@pytest.mark.parametrize("messages", ["", [], [{"role": "user"}], 7, [7]])
def test_messages_without_words_are_refused(memory, messages):
    with pytest.raises(ValidationError, match="messages"):
        memory.add(messages, user_id="a")


@pytest.mark.parametrize(
    "options", [{"top_k": 0}, {"limit": True}, {"threshold": 2}, {"threshold": "x"}]
)
def test_a_search_refuses_bounds_that_make_no_sense(memory, options):
    with pytest.raises(ValidationError):
        memory.search("jazz", user_id="a", **options)


def test_metadata_cannot_say_whose_a_memory_is(memory):
    memory.add("I love jazz.", user_id="a", metadata={"user_id": "b"})
    assert memory.get_all(user_id="b")["results"] == []
    assert memory.get_all(user_id="a")["results"][0]["user_id"] == "a"


def test_a_closed_memory_refuses_to_go_on(memory):
    memory.close()
    with pytest.raises(UnavailableError, match="closed"):
        memory.get_all(user_id="a")


def test_a_configuration_is_given_as_plain_values(tmp_path):
    path = str(tmp_path / "other.db")
    with Memory.from_config({"history_db_path": path}) as memory:
        memory.add("I love jazz.", user_id="a")
    assert Path(path).exists()


def test_a_configuration_that_cannot_work_is_refused(tmp_path):
    path = str(tmp_path / "history.db")
    with pytest.raises(ConfigurationError, match="histori"):
        Memory.from_config({"histori_db_path": path})
    graph = {"provider": "kuzu", "config": {"dbb": "graph"}}
    with pytest.raises(ConfigurationError, match='Did you mean "db"'):
        Memory.from_config({"history_db_path": path, "graph_store": graph})


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "history.db"
    path.write_bytes(b"not a database, but long enough to be looked at" * 50)
    with (
        Memory(MemoryConfig(history_db_path=str(path))) as memory,
        pytest.raises(ConfigurationError, match=r"history\.db"),
    ):
        memory.get_all(user_id="a")


def test_filters_narrow_reads(memory):
    memory.add("I love jazz.", user_id="a", metadata={"room": "red", "n": 1})
    memory.add("I love soul.", user_id="a", metadata={"room": "blue", "n": 2})
    memory.add("I love folk.", user_id="b", metadata={"room": "blue", "n": 3})

    def found(filters, **ids):
        return {
            each["memory"].split()[-1].strip(".")
            for each in memory.get_all(filters=filters, **ids)["results"]
        }

    assert found({"user_id": "a"}) == {"jazz", "soul"}
    assert found({"metadata": {"room": "blue"}}, user_id="a") == {"soul"}
    assert found({"metadata": {"n": {"gt": 1}}, "user_id": "*"}) == {"soul", "folk"}
    either = {"OR": [{"user_id": "a"}, {"user_id": "b"}]}
    assert found(either) == {"jazz", "soul", "folk"}
    assert found({"NOT": [{"metadata": {"room": "red"}}]}, user_id="a") == {"soul"}
    hits = memory.search("love", filters=either, threshold=0)["results"]
    assert len(hits) == 3
    with pytest.raises(FilterError):
        memory.get_all(user_id="a", filters={"nonsense": 1})


def test_sessions_and_agents_are_scopes_of_their_own(memory):
    memory.add("I love jazz.", user_id="a", run_id="one")
    memory.add("I love soul.", user_id="a", run_id="two")
    assert len(memory.get_all(user_id="a")["results"]) == 2
    (only,) = memory.get_all(user_id="a", run_id="two")["results"]
    assert "soul" in only["memory"]
    memory.add("I love folk.", filters={"user_id": "a"}, run_id="three")
    assert len(memory.get_all(run_id="three")["results"]) == 1
