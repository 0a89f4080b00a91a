"""Google's official client against a loopback server of Vertex AI's REST interface."""

from __future__ import annotations

import warnings

import pytest

from mem0.exceptions import VectorStoreError
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS, TestScale, finds_the_nearest
from tests.engine.vector_stores.servers import vertex_ai_vector_search
from tests.engine.vector_stores.servers.http import serving

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # Google's packages announce their next minimum versions
    from mem0.vector_stores.vertex_ai_vector_search import (
        VertexAiVectorSearchConfig,
        VertexAiVectorSearchStore,
    )


@pytest.fixture(scope="module")
def store():
    with serving(vertex_ai_vector_search.routes(DIMENSIONS)) as url:
        config = VertexAiVectorSearchConfig(
            project_id="p",
            region="l",
            endpoint_id="e",
            index_id="i",
            deployment_index_id="d",
            vector_search_api_endpoint=url,
            api_endpoint=url,
        )
        with VertexAiVectorSearchStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 900


class TestScale(TestScale):
    @pytest.mark.long
    def test_it_finds_the_nearest_of_ten_thousand(self, empty):
        """The service answers its thousand nearest and cannot list the others."""
        finds_the_nearest(empty, 10_000)
        with pytest.raises(VectorStoreError, match="more than 1000 points"):
            empty.count()
