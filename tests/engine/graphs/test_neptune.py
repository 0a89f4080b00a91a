"""boto3 against loopback servers of Neptune's HTTP interfaces, in front of openCypher."""

from __future__ import annotations

import json
import traceback

import pytest

from mem0.exceptions import (
    ConfigurationError,
    GraphStoreError,
    RateLimitError,
    UnavailableError,
)
from mem0.graphs.neptune import NeptuneConfig, NeptuneGraph
from mem0.utils.factory import GraphStoreFactory
from tests.engine.graphs.contract import *  # noqa: F403
from tests.engine.graphs.contract import ANA
from tests.engine.vector_stores.servers.http import Answer, Routes, serving

KEYS = {
    "region_name": "eu-west-1",
    "aws_access_key_id": "a",
    "aws_secret_access_key": "aws-secret",
}


def rows(graph, statement, parameters):
    names, found = graph.run(statement, parameters)
    return {"results": [dict(zip(names, row, strict=True)) for row in found]}


@pytest.fixture(scope="module")
def refusals():
    return []


@pytest.fixture(scope="module")
def endpoint(engine, refusals):
    route, database, analytics = Routes(), engine("neptune"), engine("analytics")

    @route("POST", r"/opencypher")
    def of_a_cluster(request):
        if refusals:
            raise refusals.pop(0)
        assert "AWS4-HMAC-SHA256" in request.headers.get(
            "Authorization", "AWS4-HMAC-SHA256"
        )
        body = request.json
        return rows(database, body["query"], json.loads(body["parameters"]))

    @route("POST", r"/queries")
    def of_a_graph(request):
        body = request.json
        assert body["language"] == "OPEN_CYPHER"
        assert request.headers["graphIdentifier"] == "g-1234567890"
        return rows(analytics, body["query"], body["parameters"])

    with serving(route) as url:
        yield url


@pytest.fixture(
    scope="module", params=["neptune-db://cluster:8182", "neptune-graph://g-1234567890"]
)
def store(endpoint, request):
    config = NeptuneConfig(endpoint=request.param, endpoint_url=endpoint, **KEYS)
    with NeptuneGraph(config) as store:
        yield store


def asked(endpoint, **options):
    given = {"host": "cluster", "endpoint_url": endpoint, **KEYS, **options}
    with GraphStoreFactory.create("neptune", given) as graph:
        return graph.count(ANA)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "AccessDeniedException", ConfigurationError),
        (429, "ThrottlingException", RateLimitError),
        (503, "UnavailableException", UnavailableError),
        (400, "MalformedQueryException", GraphStoreError),
    ],
)
def test_a_refusal_is_a_named_error(endpoint, refusals, status, code, kind):
    refusals.append(Answer(status, {"code": code, "detailedMessage": "aws-secret no"}))
    with pytest.raises(kind) as caught:
        asked(endpoint)
    assert "aws-secret" not in "".join(traceback.format_exception(caught.value))


def test_a_cluster_without_iam_is_asked_unsigned(endpoint):
    assert asked(endpoint, use_iam=False, aws_access_key_id=None) == 0


def test_credentials_that_are_not_there_are_named(endpoint, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(ConfigurationError, match="no AWS credentials") as caught:
        asked(endpoint, aws_access_key_id=None, aws_secret_access_key=None)
    assert "use_iam" in caught.value.hint


def test_the_region_is_in_the_name_of_the_host_or_has_to_be_told(monkeypatch, tmp_path):
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    host = "db.cluster-x.eu-central-1.neptune.amazonaws.com"
    with NeptuneGraph(NeptuneConfig(host=host)) as graph:
        graph._prepare()
        assert graph._client.meta.region_name == "eu-central-1"
        assert graph._client.meta.endpoint_url == f"https://{host}:8182"
    with (
        NeptuneGraph(NeptuneConfig(host="localhost")) as graph,
        pytest.raises(ConfigurationError, match="region"),
    ):
        graph.count(ANA)


@pytest.mark.parametrize(
    "options",
    [{}, {"host": "h", "endpoint": "neptune-db://h"}, {"endpoint": "https://h"}],
)
def test_it_is_one_cluster_or_one_graph(options):
    with pytest.raises(ConfigurationError, match="endpoint"):
        GraphStoreFactory.create("neptune", options)
