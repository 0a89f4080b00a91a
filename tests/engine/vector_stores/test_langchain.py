"""LangChain's own in-memory store."""

from __future__ import annotations

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.vectorstores import InMemoryVectorStore

from mem0.exceptions import ConfigurationError
from mem0.vector_stores.langchain import GivenVectors, LangchainConfig, LangchainStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS


@pytest.fixture(scope="module")
def store():
    store = LangchainStore(LangchainConfig(client=InMemoryVectorStore(GivenVectors())))
    store.create(DIMENSIONS)
    return store


def test_it_refuses_a_store_that_would_embed_the_texts_again():
    client = InMemoryVectorStore(DeterministicFakeEmbedding(size=DIMENSIONS))
    with pytest.raises(ConfigurationError, match="takes no vectors"):
        LangchainStore(LangchainConfig(client=client))
