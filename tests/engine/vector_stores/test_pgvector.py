"""pgvector against the embedded PostgreSQL."""

from __future__ import annotations

import pytest

from mem0.exceptions import Mem0Error
from mem0.vector_stores.pgvector import PgvectorConfig, PgvectorStore
from mem0site.embedded.cluster import OWNER
from mem0site.embedded.postgres import EmbeddedPostgres
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS


@pytest.fixture(scope="module")
def store():
    with EmbeddedPostgres.temporary() as postgres:
        made = PgvectorStore(
            PgvectorConfig(
                collection_name='me"mo', connection_string=postgres.url(OWNER)
            )
        )
        with made as store:
            store.create(DIMENSIONS)
            yield store


def test_it_hides_the_password_when_the_server_is_away():
    config = PgvectorConfig(host="127.0.0.1", port=9, user="u", password="hunter2")
    with pytest.raises(Mem0Error) as caught:
        PgvectorStore(config)
    assert "hunter2" not in str(caught.value)
