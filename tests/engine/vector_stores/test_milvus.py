"""Milvus Lite, the embedded build of the engine, on a file."""

from __future__ import annotations

import pytest
from milvus_lite.server_manager import server_manager_instance

from mem0.vector_stores.milvus import MilvusConfig, MilvusStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("milvus") / "points.db"
    with MilvusStore(MilvusConfig(url=str(path))) as store:
        store.create(DIMENSIONS)
        yield store
    server_manager_instance.release_all()  # else at exit, into a closed log
