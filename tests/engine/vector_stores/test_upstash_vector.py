"""Upstash's official client against a loopback server of its REST interface."""

from __future__ import annotations

import pytest

from mem0.vector_stores.upstash_vector import UpstashVectorConfig, UpstashVectorStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import upstash_vector
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with serving(upstash_vector.routes(DIMENSIONS, "right")) as url:
        config = UpstashVectorConfig(url=url, token="right")
        with UpstashVectorStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
