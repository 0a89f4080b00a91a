"""Databricks' official client against a loopback server of its REST interface."""

from __future__ import annotations

import pytest

from mem0.vector_stores.databricks import DatabricksConfig, DatabricksStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import databricks
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with serving(databricks.routes("right")) as url:
        config = DatabricksConfig(
            workspace_url=url, access_token="right", endpoint_name="e", catalog="main"
        )
        with DatabricksStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
