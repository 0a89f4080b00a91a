"""One file, many users of it: reopened, from threads, from processes, from a loop."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mem0.configs.base import MemoryConfig
from mem0.exceptions import ConfigurationError, MemoryNotFoundError
from mem0.memory.main import AsyncMemory, Memory

ROOT = Path(__file__).parents[2]


def config(tmp_path):
    return MemoryConfig(history_db_path=str(tmp_path / "history.db"))


def test_everything_is_there_after_reopening(tmp_path):
    with Memory(config(tmp_path)) as memory:
        (made,) = memory.add("I live in Porto.", user_id="a")["results"]
    with Memory(config(tmp_path)) as memory:
        assert memory.search("Porto", user_id="a")["results"][0]["id"] == made["id"]
        assert memory.add("I live in Porto.", user_id="a")["results"] == []
        assert len(memory.history(made["id"])) == 2


def test_two_threads_that_say_the_same_make_one_memory(tmp_path):
    def say(number):
        memory.add("I live in Porto.", user_id="a")
        return memory.add(f"Item {number}", user_id="a", infer=False)

    with Memory(config(tmp_path)) as memory, ThreadPoolExecutor(2) as pool:
        list(pool.map(say, range(10)))
        found = [each["memory"] for each in memory.get_all(user_id="a")["results"]]
    assert len(found) == 11
    assert sum("Porto" in text for text in found) == 1


def test_two_memories_on_one_file_see_each_other(tmp_path):
    with Memory(config(tmp_path)) as one, Memory(config(tmp_path)) as other:
        (made,) = one.add("I love jazz.", user_id="a")["results"]
        assert len(other.search("jazz", user_id="a")["results"]) == 1
        one.update(made["id"], text="Plays the cello")
        assert len(other.search("cello", user_id="a")["results"]) == 1
        one.delete(made["id"])
        one.add("I love soul.", user_id="a")
        (left,) = other.search("music", user_id="a", threshold=0)["results"]
        assert "soul" in left["memory"]


ADDER = """
import sys
from mem0.configs.base import MemoryConfig
from mem0.memory.main import Memory
with Memory(MemoryConfig(history_db_path=sys.argv[1])) as memory:
    for number in range(10):
        memory.add("I live in Porto.", user_id="a")
        memory.add(f"{sys.argv[2]} {number}", user_id="a", infer=False)
"""


def test_two_processes_add_to_a_new_file_at_once(tmp_path):
    path = str(tmp_path / "history.db")
    adders = [
        subprocess.Popen(
            [sys.executable, "-c", ADDER, path, name], cwd=ROOT, stderr=subprocess.PIPE
        )
        for name in ("one", "two")
    ]
    failures = [adder.communicate(timeout=60)[1] for adder in adders]
    assert [adder.returncode for adder in adders] == [0, 0], failures
    with Memory(config(tmp_path)) as memory:
        found = [each["memory"] for each in memory.get_all(user_id="a")["results"]]
    assert len(found) == 21
    assert sum("Porto" in text for text in found) == 1


def fail_after_adding(memory):
    with memory.store.locked():
        memory.add("I love soul.", user_id="a")
        assert len(memory.search("soul", user_id="a", threshold=0)["results"]) == 2
        raise RuntimeError


def test_an_add_that_is_rolled_back_leaves_nothing(tmp_path):
    with Memory(config(tmp_path)) as memory:
        memory.add("I love jazz.", user_id="a")
        memory.search("jazz", user_id="a")
        with pytest.raises(RuntimeError):
            fail_after_adding(memory)
        memory.add("I love folk.", user_id="a")
        found = memory.search("music", user_id="a", threshold=0)["results"]
        assert {each["memory"].split()[-1] for each in found} == {"jazz", "folk"}


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    with Memory(config(tmp_path)) as memory:
        memory.add("I love jazz.", user_id="a")
        with memory.store.database.transaction(write=True):
            memory.store.database.set_meta("schema", 99)
    with (
        Memory(config(tmp_path)) as memory,
        pytest.raises(ConfigurationError, match="schema 99"),
    ):
        memory.get_all(user_id="a")


def test_the_file_of_other_software_keeps_its_tables(tmp_path):
    with Memory(config(tmp_path)) as memory:
        memory.get_all(user_id="a")
        tables = memory.store.database.all(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
    own = {name for (name,) in tables if not name.startswith("sqlite_")}
    assert all(name.startswith("memory_") for name in own)


def test_memories_of_another_embedding_model_are_found_by_their_words(tmp_path):
    with Memory(config(tmp_path)) as memory:
        memory.add("I love jazz.", user_id="a")
    other = {"provider": "local", "config": {"embedding_dims": 128}}
    path = str(tmp_path / "history.db")
    with Memory.from_config({"history_db_path": path, "embedder": other}) as memory:
        memory.add("I love soul.", user_id="a")
        found = memory.search("jazz", user_id="a", threshold=0)["results"]
    assert "jazz" in found[0]["memory"]
    assert len(found) == 2


def test_an_event_loop_has_the_same_verbs(tmp_path):
    async def live():
        async with AsyncMemory(config(tmp_path)) as memory:
            adds = [memory.add(f"Item {n}", user_id="a", infer=False) for n in range(4)]
            made = [
                answer["results"][0]["id"] for answer in await asyncio.gather(*adds)
            ]
            await memory.update(made[0], text="Plays the cello")
            (hit,) = (await memory.search("cello", user_id="a", top_k=1))["results"]
            assert hit["id"] == made[0]
            assert (await memory.get(made[1]))["id"] == made[1]
            await memory.delete(made[1])
            with pytest.raises(MemoryNotFoundError):
                await memory.delete(made[1])
            assert len(await memory.history(made[0])) == 2
            assert len((await memory.get_all(user_id="a"))["results"]) == 3
            await memory.delete_all(user_id="a")
            await memory.reset()

    asyncio.run(live())


def test_both_classes_take_the_same_arguments():
    def verbs(kind):
        return {
            name: list(inspect.signature(value).parameters)
            for name, value in vars(kind).items()
            if inspect.isfunction(value) and not name.startswith("_")
        }

    assert verbs(Memory) == verbs(AsyncMemory)
    assert len(verbs(Memory)) == 10
