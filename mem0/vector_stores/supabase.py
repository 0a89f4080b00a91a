"""Supabase: its PostgreSQL, reached by the connection string the dashboard shows."""

from __future__ import annotations

from typing import Literal

from pydantic import SecretStr

from mem0.vector_stores.base import VectorStoreOptions
from mem0.vector_stores.pgvector import PgvectorConfig, PgvectorStore


class SupabaseConfig(VectorStoreOptions):
    """The string under Connect; `index_method` is `hnsw` (also `auto`) or `none`."""

    connection_string: SecretStr
    index_method: Literal["auto", "hnsw", "none"] = "auto"


class SupabaseStore(PgvectorStore):
    """The pgvector store under Supabase's own option names."""

    provider = "supabase"

    def __init__(self, config: SupabaseConfig) -> None:
        super().__init__(
            PgvectorConfig(
                collection_name=config.collection_name,
                embedding_model_dims=config.embedding_model_dims,
                connection_string=config.connection_string,
                hnsw=config.index_method in ("auto", "hnsw"),
            )
        )
