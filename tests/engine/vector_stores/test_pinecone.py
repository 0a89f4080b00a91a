"""Pinecone's official client against a loopback server of both its planes."""

from __future__ import annotations

import pytest

from mem0.vector_stores.pinecone import PineconeConfig, PineconeStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import pinecone
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with serving(pinecone.routes("right")) as url:
        config = PineconeConfig(host=url, api_key="right")
        with PineconeStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
