"""Neo4j's driver against a loopback server of Bolt in front of an openCypher engine."""

from __future__ import annotations

import traceback

import pytest

from mem0.exceptions import ConfigurationError, GraphStoreError, UnavailableError
from mem0.graphs.neo4j import Neo4jConfig, Neo4jGraph
from tests.engine.graphs.contract import *  # noqa: F403
from tests.engine.graphs.contract import ANA, edge
from tests.engine.graphs.servers.bolt import Product, Refusal, serving

PASSWORD = "neo4j-secret"
SCHEMA = (
    r"CREATE CONSTRAINT \w+ IF NOT EXISTS FOR \(n:\w+\) REQUIRE n\.\w+ IS UNIQUE|"
    r"CREATE INDEX \w+ IF NOT EXISTS FOR \(n:\w+\) ON \(n\.\w+(, n\.\w+)*\)|"
    r"CREATE INDEX \w+ IF NOT EXISTS FOR \(\)-\[r:\w+\]-\(\) ON \(r\.\w+\)"
)


@pytest.fixture(scope="module")
def product():
    return Product("Neo4j/5.26.0", 4, SCHEMA, "neo4j", repeats=True)


@pytest.fixture(scope="module")
def url(engine, product):
    with serving(product, engine("neo4j"), PASSWORD) as url:
        yield url


@pytest.fixture(scope="module")
def store(url):
    config = Neo4jConfig(url=url, username="neo4j", password=PASSWORD)
    with Neo4jGraph(config) as store:
        yield store


def opened(url, **options):
    given = {"url": url, "username": "neo4j", "password": PASSWORD, **options}
    return Neo4jGraph(Neo4jConfig(**given))


def test_keys_are_unique_and_names_are_indexed(store, product):
    store.count(ANA)
    assert sum("IS UNIQUE" in statement for statement in product.made) == 1
    assert len(product.made) == 3


def test_a_wrong_password_is_named_and_not_shown(url):
    with (
        opened(url, password="wrong-secret") as graph,
        pytest.raises(ConfigurationError, match="nauthorized") as caught,
    ):
        graph.count(ANA)
    shown = "".join(traceback.format_exception(caught.value))
    assert "wrong-secret" not in shown
    assert "credentials" in caught.value.hint
    assert "wrong-secret" not in repr(graph)


def test_a_database_that_does_not_exist_is_named(url):
    with (
        opened(url, database="nothing") as graph,
        pytest.raises(ConfigurationError, match="no database nothing"),
    ):
        graph.count(ANA)
    with opened(url, database="neo4j") as graph:
        graph.count(ANA)


def test_what_is_away_is_unavailable():
    with (
        opened("bolt://127.0.0.1:9", timeout=1) as graph,
        pytest.raises(UnavailableError) as caught,
    ):
        graph.count(ANA)
    assert caught.value.retryable


@pytest.mark.parametrize("url", ["http://localhost", "localhost:7687", "bolt://"])
def test_a_url_that_is_none_is_refused(url):
    with pytest.raises(ConfigurationError, match="bolt://localhost:7687"):
        opened(url)


def test_a_conflict_is_tried_again(store, product):
    store.reset()
    product.fails.append(
        Refusal("Neo.TransientError.Transaction.DeadlockDetected", "A deadlock.")
    )
    store.add([edge("Ana", "knows", "Bob")])
    assert store.count(ANA) == 1


def test_another_failure_is_not(store, product):
    product.fails.append(
        Refusal("Neo.DatabaseError.General.UnknownError", "The disk is full.")
    )
    with pytest.raises(GraphStoreError, match="disk is full"):
        store.count(ANA)


def test_the_environment_says_where_and_who(url, monkeypatch):
    monkeypatch.setenv("NEO4J_URI", url)
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    with Neo4jGraph(Neo4jConfig()) as graph:
        graph.count(ANA)
