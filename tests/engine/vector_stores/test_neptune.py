"""boto3 against a loopback server of Neptune Analytics' HTTP interface."""

from __future__ import annotations

import pytest

from mem0.vector_stores.neptune import NeptuneConfig, NeptuneStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import neptune
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with serving(neptune.routes(DIMENSIONS)) as url:
        config = NeptuneConfig(
            endpoint="neptune-graph://g-1",
            region_name="eu-west-1",
            endpoint_url=url,
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        with NeptuneStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
