"""One openCypher engine for all loopback servers, and assertions that show their values."""

from __future__ import annotations

import pytest

from tests.engine.graphs.servers.cypher import Graph, falkordb

pytest.register_assert_rewrite("tests.engine.graphs.contract")


@pytest.fixture(scope="package")
def engine(tmp_path_factory):
    with falkordb(tmp_path_factory.mktemp("falkordb")) as client:
        yield lambda name: Graph(client, name)
