"""Chroma's persistent client on a folder."""

from __future__ import annotations

import pytest

from mem0.vector_stores.chroma import ChromaConfig, ChromaStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chroma")
    with ChromaStore(ChromaConfig(path=str(folder))) as store:
        store.create(DIMENSIONS)
        yield store
