"""Qdrant in its own local mode, in memory, on disk and behind its REST API."""

from __future__ import annotations

import pytest

from mem0.exceptions import ConfigurationError, Mem0Error
from mem0.memory.filters import Condition, Not
from mem0.vector_stores.base import Point
from mem0.vector_stores.qdrant import QdrantConfig, QdrantStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS, ids, vector
from tests.engine.vector_stores.servers.qdrant import QdrantServer


@pytest.fixture(scope="module")
def store():
    with QdrantStore(QdrantConfig(path=":memory:")) as store:
        store.create(DIMENSIONS)
        yield store


def test_it_keeps_points_in_a_folder(tmp_path):
    for _ in range(2):
        with QdrantStore(QdrantConfig(path=str(tmp_path))) as store:
            store.create(DIMENSIONS)
            store.upsert([Point("one", vector(1), {"user_id": "ana"})])
            assert ids(store.list()) == ["one"]


def test_a_server_keeps_the_points_of_a_tenant_together():
    with QdrantServer() as server:
        config = QdrantConfig(url=server.url, tenant_field="project_id")
        with QdrantStore(config) as store:
            store.create(DIMENSIONS)
            store.upsert(
                [
                    Point("ours", vector(1), {"project_id": "a"}),
                    Point("theirs", vector(1), {"project_id": "b"}),
                ]
            )
            ours = Condition("project_id", "eq", "a")
            assert ids(store.search(vector(1), where=ours)) == ["ours"]
            assert ids(store.each(Not(ours))) == ["theirs"]
    bodies = {path: body for _, path, body in server.asked}
    assert ("PUT", "", {"m": 0, "payload_m": 16}) in [
        (method, path, (body or {}).get("hnsw_config"))
        for method, path, body in server.asked
    ]
    indexed = [body for _, path, body in server.asked if path == "/index"]
    assert {
        "field_name": "project_id",
        "field_schema": {"type": "keyword", "is_tenant": True},
    } in indexed
    assert "project_id" in str(bodies["/points/query"]["filter"])


class TestOverTheWire:
    """The calls the adapter makes, through HTTP."""

    @pytest.fixture
    def empty(self):
        with (
            QdrantServer() as server,
            QdrantStore(QdrantConfig(url=server.url)) as store,
        ):
            store.create(DIMENSIONS)
            yield store

    def test_it_gives_back_what_was_written(self, empty):
        empty.upsert(
            [Point("one", vector(3, 4), {"user_id": "x", "metadata": {"n": 1}})]
        )
        [point] = empty.get(["nobody", "one"])
        assert point.payload == {"user_id": "x", "metadata": {"n": 1}}
        assert point.vector == pytest.approx(vector(0.6, 0.8), abs=1e-3)
        [hit] = empty.search(vector(1), where=Condition("user_id", "in", ["x", "y"]))
        assert hit.score == pytest.approx(0.6, abs=1e-3)

    def test_it_reads_more_points_than_a_page_has(self, empty):
        empty.upsert([Point(str(n), vector(1, n), {"n": n}) for n in range(1500)])
        assert empty.count() == 1500
        empty.delete([str(n) for n in range(1400)])
        assert len(list(empty.each())) == 100

    def test_it_refuses_a_collection_of_other_dimensions(self, empty):
        with pytest.raises(ConfigurationError, match=r"8 .*16"):
            empty.create(16)
        empty.create(DIMENSIONS)

    def test_a_server_that_is_gone_is_named(self):
        with QdrantServer() as server:
            store = QdrantStore(QdrantConfig(url=server.url))
            store.create(DIMENSIONS)
        with pytest.raises(Mem0Error, match="qdrant"):
            store.search(vector(1))
