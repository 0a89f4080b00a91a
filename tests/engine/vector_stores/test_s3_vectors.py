"""boto3 against a loopback server of S3 Vectors' operations."""

from __future__ import annotations

import pytest

from mem0.vector_stores.s3_vectors import S3VectorsConfig, S3VectorsStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import s3_vectors
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with serving(s3_vectors.routes()) as url:
        config = S3VectorsConfig(
            vector_bucket_name="bucket",
            region_name="eu-west-1",
            endpoint_url=url,
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        with S3VectorsStore(config) as store:
            store.create(DIMENSIONS)
            yield store


@pytest.fixture
def many():
    return 2000
