"""Qdrant in its own local mode, in memory and on disk."""

from __future__ import annotations

import pytest

from mem0.vector_stores.base import Point
from mem0.vector_stores.qdrant import QdrantConfig, QdrantStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS, ids, vector


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
