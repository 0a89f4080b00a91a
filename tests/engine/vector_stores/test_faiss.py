"""FAISS itself, on a folder."""

from __future__ import annotations

import pytest

from mem0.vector_stores.base import Point
from mem0.vector_stores.faiss import FaissConfig, FaissStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS, vector


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faiss")
    with FaissStore(FaissConfig(path=str(folder))) as store:
        store.create(DIMENSIONS)
        yield store


def opened(folder, name="mem0"):
    store = FaissStore(FaissConfig(path=str(folder), collection_name=name))
    store.create(DIMENSIONS)
    return store


def test_it_reads_back_what_another_process_would(tmp_path):
    opened(tmp_path).upsert([Point("é", vector(1), {"text": "é"})])
    again = opened(tmp_path)
    again.upsert([Point("b", vector(0, 1), {})])
    assert [hit.id for hit in opened(tmp_path).search(vector(1))] == ["é", "b"]


def test_it_leaves_two_files_and_no_pickle(tmp_path):
    store = opened(tmp_path)
    for _ in range(3):
        store.upsert([Point("a", vector(1), {})])
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".faiss", ".json"]


def test_it_stays_inside_its_folder_whatever_the_collection_is_called(tmp_path):
    folder = tmp_path / "inside"
    opened(folder, "../outside").upsert([Point("a", vector(1), {})])
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
