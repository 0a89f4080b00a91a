"""Google's official client against a loopback server of Vertex AI's REST interface."""

from __future__ import annotations

import warnings

import pytest

from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
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
