"""OpenSearch's official client against a loopback server of its REST interface."""

from __future__ import annotations

import pytest

from mem0.vector_stores.opensearch import OpensearchConfig, OpensearchStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import lucene
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with serving(lucene.routes("3.2.0", "dimension")) as url:
        config = OpensearchConfig(port=int(url.rsplit(":", 1)[1]))
        with OpensearchStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
