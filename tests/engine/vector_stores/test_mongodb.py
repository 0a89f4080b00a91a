"""PyMongo against a loopback server of MongoDB's wire protocol."""

from __future__ import annotations

import pytest

from mem0.vector_stores.mongodb import MongodbConfig, MongodbStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers.mongodb import serving


@pytest.fixture(scope="module")
def store():
    with serving() as url:
        config = MongodbConfig(mongo_uri=url)
        with MongodbStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
