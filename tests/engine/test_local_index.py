"""The vector store beside SQLite: told after the commit, repaired, never trusted."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from mem0.configs.base import MemoryConfig
from mem0.exceptions import ConfigurationError, VectorStoreError
from mem0.memory.main import Memory
from mem0.utils.factory import VectorStoreFactory
from mem0.vector_stores.base import Point
from mem0.vector_stores.faiss import FaissStore

ROOT = Path(__file__).parents[2]
STORES = ["faiss", "qdrant"]


def options(tmp_path, provider, **more):
    return {
        "history_db_path": str(tmp_path / "history.db"),
        "vector_store": {
            "provider": provider,
            "config": {"path": str(tmp_path / provider), **more},
        },
    }


def say(memory, *texts, user="a", **more):
    return [
        memory.add(text, user_id=user, infer=False, **more)["results"][0]["id"]
        for text in texts
    ]


def found(memory, query, **more):
    return [
        hit["memory"]
        for hit in memory.search(query, user_id="a", threshold=0, **more)["results"]
    ]


@pytest.mark.parametrize("provider", STORES)
def test_the_vector_store_holds_what_sqlite_holds(tmp_path, provider):
    with Memory.from_config(options(tmp_path, provider)) as memory:
        one, two = say(memory, "I love jazz", "I love soul", metadata={"n": 1})
        memory.update(one, text="Plays the cello")
        memory.delete(two)
        (point,) = memory.store.index.vectors.list()
        assert point.id == one
        assert point.payload["text"] == "Plays the cello"
        assert point.payload["metadata"] == {"n": 1}
        memory.reset()
        assert memory.store.index.vectors.count() == 0


@pytest.mark.parametrize("provider", [*STORES, None])
def test_a_large_scope_is_searched_through_the_index(tmp_path, provider):
    chosen = options(tmp_path, provider or "")
    if provider is None:
        del chosen["vector_store"]
    with Memory.from_config(chosen) as memory:
        fruit = ("apples", "pears", "plums", "cherries", "figs", "grapes")
        say(memory, *(f"The market sells {each}" for each in fruit))
        say(memory, "A dog barks at night", "The violin is out of tune")
        (gone,) = say(memory, "The violin was sold")
        say(memory, "My violin is red", user="b")
        memory.delete(gone)
        exact = found(memory, "violin", top_k=3)
        memory.store.finder.exact = 0
        assert found(memory, "violin", top_k=1) == exact[:1]
        assert len(found(memory, "violin")) == 8
        assert (
            memory.add("The violin is out of tune", user_id="a", infer=False)["results"]
            == []
        )
        red = {"metadata": {"colour": "red"}}
        assert found(memory, "violin", filters=red) == []


def test_a_large_scope_is_ranked_as_if_it_had_been_scored_whole(tmp_path):
    with Memory.from_config(options(tmp_path, "faiss")) as memory:
        places = ("Porto", "Faro", "Braga", "Lagos", "Tomar", "Evora")
        goods = ("apples", "violins", "books", "bicycles", "stamps")
        for number in range(150):
            place, good = places[number % 6], goods[number % 5]
            at = 1_760_000_000 + number * 86_400
            text = f"Market {number} in {place} sells {good}"
            memory.add(text, user_id="a", infer=False, timestamp=at)
        queries = ("Who sells violins in Porto?", "market 77", "bicycles of Tomar")
        whole = [found(memory, query, top_k=10) for query in queries]
        memory.store.finder.exact = 0
        for query, best in zip(queries, whole, strict=True):
            assert found(memory, query, top_k=10) == best


CRASH = """
import os, sys
from mem0.memory.main import Memory
from mem0.vector_stores.faiss import FaissStore
FaissStore._upsert = lambda self, points: os._exit(9)
path, folder = sys.argv[1:]
memory = Memory.from_config({"history_db_path": path, "vector_store":
    {"provider": "faiss", "config": {"path": folder}}})
memory.add("I love jazz", user_id="a", infer=False)
"""


def test_a_crash_after_the_commit_is_repaired_at_the_next_start(tmp_path):
    folder, path = str(tmp_path / "faiss"), str(tmp_path / "history.db")
    command = [sys.executable, "-c", CRASH, path, folder]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    with Memory.from_config(options(tmp_path, "faiss")) as memory:
        assert memory.store.index.vectors.count() == 1
        assert memory.store.database.all("SELECT * FROM memory_pending") == []
        assert found(memory, "jazz") == ["I love jazz"]


def test_a_vector_store_chosen_later_is_filled(tmp_path):
    path = str(tmp_path / "history.db")
    with Memory(MemoryConfig(history_db_path=path)) as memory:
        say(memory, "I love jazz", "I love soul")
    with Memory.from_config(options(tmp_path, "faiss")) as memory:
        assert memory.store.index.vectors.count() == 2
        lost = memory.store.index.vectors.list()[0].id
        memory.store.index.vectors.delete([lost])
    with Memory.from_config(options(tmp_path, "faiss")) as memory:
        assert memory.store.index.vectors.count() == 2


def test_points_of_others_in_the_collection_are_left_alone(tmp_path):
    with Memory.from_config(options(tmp_path, "faiss")) as memory:
        vectors = memory.store.index.vectors
        vectors.upsert([Point("other", [1.0] * vectors.dimensions, {"user_id": "a"})])
        say(memory, "I love jazz")
        memory.store.finder.exact = 0
        assert found(memory, "jazz") == ["I love jazz"]
        memory.reset()
        assert [point.id for point in vectors.list()] == ["other"]


class Unreachable(FaissStore):
    """Stands for a server that is down while `down` is set."""

    down = False

    def _upsert(self, points):
        self._ask()
        super()._upsert(points)

    def _search(self, vector, where, limit):
        self._ask()
        return super()._search(vector, where, limit)

    def _ask(self):
        if self.down:
            raise VectorStoreError("connection refused")


def test_nothing_is_lost_while_the_vector_store_is_down(tmp_path, caplog):
    path = f"{Unreachable.__module__}.Unreachable"
    sys.modules.setdefault(Unreachable.__module__, sys.modules[__name__])
    VectorStoreFactory.register_provider(
        "unreachable", path, "mem0.vector_stores.faiss.FaissConfig"
    )
    with Memory.from_config(options(tmp_path, "unreachable")) as memory:
        vectors = memory.store.index.vectors
        vectors.down = True
        with caplog.at_level(logging.WARNING, logger="mem0"):
            say(memory, "I love jazz")
            memory.store.finder.exact = 0
            assert found(memory, "jazz") == ["I love jazz"]
        assert "behind" in caplog.text
        assert "cannot be searched" in caplog.text
        vectors.down = False
        say(memory, "I love soul")
        assert vectors.count() == 2


def test_vectors_of_another_length_are_refused_at_the_start(tmp_path):
    with Memory.from_config(options(tmp_path, "faiss")) as memory:
        say(memory, "I love jazz")
    shorter = {"provider": "local", "config": {"embedding_dims": 64}}
    with pytest.raises(ConfigurationError, match="holds vectors of 256 dimensions"):
        Memory.from_config({**options(tmp_path, "faiss"), "embedder": shorter})
