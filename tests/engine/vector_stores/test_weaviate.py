"""Weaviate's official client against a loopback server of its REST and gRPC interfaces."""

from __future__ import annotations

import pytest

from mem0.vector_stores.weaviate import WeaviateConfig, WeaviateStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers.weaviate import serving


@pytest.fixture(scope="module")
def store():
    with (
        serving() as (url, port),
        WeaviateStore(WeaviateConfig(cluster_url=url, grpc_port=port)) as store,
    ):
        store.create(DIMENSIONS)
        yield store


@pytest.fixture
def many():
    return 2000
