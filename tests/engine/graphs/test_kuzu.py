"""The engine itself, embedded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mem0.exceptions import UnavailableError
from mem0.graphs.kuzu import KuzuConfig, KuzuGraph
from mem0.utils.factory import GraphStoreFactory
from tests.engine.graphs.contract import *  # noqa: F403
from tests.engine.graphs.contract import ANA, edge, said


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with KuzuGraph(KuzuConfig(db=str(tmp_path_factory.mktemp("kuzu") / "g"))) as store:
        yield store


def test_it_is_there_after_it_was_closed(tmp_path):
    with GraphStoreFactory.create("kuzu", {"db": str(tmp_path / "g")}) as graph:
        graph.add([edge("Ana", "knows", "Bob")])
    with GraphStoreFactory.create("kuzu", {"path": str(tmp_path / "g")}) as graph:
        assert said(graph.relations(ANA)) == [("Ana", "knows", "Bob")]


def test_collections_share_a_file_and_nothing_else(tmp_path):
    path = str(tmp_path / "g")
    with KuzuGraph(KuzuConfig(db=path)) as one:
        one.add([edge("Ana", "knows", "Bob")])
    with KuzuGraph(KuzuConfig(db=path, collection_name="other")) as other:
        assert other.relations(ANA) == []
        other.add([edge("Ana", "knows", "Bob")])
        other.reset()
    with KuzuGraph(KuzuConfig(db=path)) as one:
        assert one.count(ANA) == 1


def test_it_needs_no_file():
    with KuzuGraph(KuzuConfig(db=":memory:")) as graph:
        graph.add([edge("Ana", "knows", "Bob")])
        assert graph.count(ANA) == 1


def test_a_write_that_fails_leaves_nothing(store):
    store.reset()

    def fail(run):
        run("CREATE (n:Mem0Entity {key: 'k', collection: 'mem0'})", {})
        raise KeyError

    with pytest.raises(KeyError):
        store._within(fail, write=True)
    found = store._within(lambda run: run("MATCH (n:Mem0Entity) RETURN n.key", {}))
    assert found == []


def test_a_file_another_process_has_open_is_named(tmp_path):
    path = str(tmp_path / "g")
    code = (
        "import sys, ladybug\n"
        "database = ladybug.Database(sys.argv[1])\n"
        "connection = ladybug.Connection(database)\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout.readline() == "open\n"
        with (
            KuzuGraph(KuzuConfig(db=path)) as graph,
            pytest.raises(UnavailableError, match="another process") as caught,
        ):
            graph.count(ANA)
        assert "one process" in caught.value.hint
