"""Neo4j's driver, which Memgraph names as its client, against a loopback server."""

from __future__ import annotations

import pytest

from mem0.graphs.memgraph import MemgraphConfig, MemgraphGraph
from tests.engine.graphs.contract import *  # noqa: F403
from tests.engine.graphs.contract import ANA
from tests.engine.graphs.servers.bolt import Product, serving

PASSWORD = "memgraph-secret"
SCHEMA = (
    r"CREATE CONSTRAINT ON \(n:\w+\) ASSERT n\.\w+ IS UNIQUE|"
    r"CREATE INDEX ON :\w+\(\w+\)|CREATE EDGE INDEX ON :\w+\(\w+\)"
)


@pytest.fixture(scope="module")
def product():
    return Product(
        "Neo4j/v5.11.0 compatible graph database server - Memgraph",
        2,
        SCHEMA,
        "memgraph",
        repeats=False,
    )


@pytest.fixture(scope="module")
def url(engine, product):
    with serving(product, engine("memgraph"), PASSWORD) as url:
        yield url


@pytest.fixture(scope="module")
def store(url):
    config = MemgraphConfig(url=url, username="memgraph", password=PASSWORD)
    with MemgraphGraph(config) as store:
        yield store


def test_what_is_made_already_is_no_error(url, store, product):
    store.count(ANA)
    assert len(product.made) == 4
    config = MemgraphConfig(url=url, username="memgraph", password=PASSWORD)
    with MemgraphGraph(config) as again:
        again.count(ANA)
