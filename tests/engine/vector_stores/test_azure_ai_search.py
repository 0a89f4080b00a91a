"""Azure's official client against a loopback server of its REST interface."""

from __future__ import annotations

import pytest

from mem0.vector_stores.azure_ai_search import AzureAiSearchConfig, AzureAiSearchStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import azure_ai_search
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with serving(azure_ai_search.routes("right")) as url:
        config = AzureAiSearchConfig(endpoint=url, api_key="right")
        with AzureAiSearchStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
