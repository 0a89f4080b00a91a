"""Supabase is PostgreSQL: the adapter against the embedded one, as its pooler would."""

from __future__ import annotations

import pytest

from mem0.vector_stores.supabase import SupabaseConfig, SupabaseStore
from mem0site.embedded.cluster import OWNER
from mem0site.embedded.postgres import EmbeddedPostgres
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS


@pytest.fixture(scope="module")
def store():
    with EmbeddedPostgres.temporary() as postgres:
        made = SupabaseStore(SupabaseConfig(connection_string=postgres.url(OWNER)))
        with made as store:
            store.create(DIMENSIONS)
            yield store
