"""Elasticsearch's official client against a loopback server of its REST interface."""

from __future__ import annotations

import pytest

from mem0.vector_stores.elasticsearch import ElasticsearchConfig, ElasticsearchStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import lucene
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with serving(lucene.routes("9.2.0", "dims", "Elasticsearch")) as url:
        config = ElasticsearchConfig(
            host="http://127.0.0.1", port=int(url.rsplit(":", 1)[1])
        )
        with ElasticsearchStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
