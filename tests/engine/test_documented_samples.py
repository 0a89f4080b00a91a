"""The samples of the API reference that make providers, as they are written there.

Those of the client are in `tests/client/test_documentation.py`.
"""

from __future__ import annotations

import contextlib

import pytest

from mem0.embeddings.openai import OpenAIEmbedder
from mem0.graphs.neptune import NeptuneGraph
from mem0.llms.openai import OpenAILLM
from mem0.vector_stores.qdrant import QdrantStore

LLM_SAMPLE = """
from mem0.utils.factory import LlmFactory
llm = LlmFactory.create("openai", {"model": "gpt-4"})
"""
EMBEDDER_SAMPLE = """
from mem0.utils.factory import EmbedderFactory
embedder = EmbedderFactory.create("openai", {"model": "text-embedding-ada-002"})
"""
VECTOR_STORE_SAMPLE = """
from mem0.utils.factory import VectorStoreFactory
vector_store = VectorStoreFactory.create("qdrant", {"host": "localhost", "port": 6333})
"""
GRAPH_STORE_SAMPLE = """
from mem0.utils.factory import GraphStoreFactory
graph_store = GraphStoreFactory.create("neptune", {"host": "localhost", "port": 8182})
"""


@pytest.mark.parametrize(
    ("sample", "name", "kind"),
    [
        (LLM_SAMPLE, "llm", OpenAILLM),
        (EMBEDDER_SAMPLE, "embedder", OpenAIEmbedder),
        (VECTOR_STORE_SAMPLE, "vector_store", QdrantStore),
        (GRAPH_STORE_SAMPLE, "graph_store", NeptuneGraph),
    ],
)
def test_a_sample_runs_as_written(sample, name, kind, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "your-key")
    for variable in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(variable, raising=False)
    names: dict[str, object] = {}
    exec(sample, names)  # noqa: S102 - that is the point
    with contextlib.closing(names[name]) as made:
        assert isinstance(made, kind)
        assert getattr(made, "model", None) in {None, "gpt-4", "text-embedding-ada-002"}


def test_every_class_of_the_reference_is_where_it_says():
    names: dict[str, object] = {}
    imports = (
        "from mem0 import AsyncMemory, AsyncMemoryClient, Memory, MemoryClient\n"
        "from mem0.configs.base import MemoryConfig, VectorStoreConfig, LlmConfig\n"
        "from mem0.configs.base import EmbedderConfig, GraphStoreConfig\n"
        "from mem0.utils.factory import LlmFactory, EmbedderFactory\n"
        "from mem0.utils.factory import VectorStoreFactory, GraphStoreFactory\n"
    )
    exec(imports, names)  # noqa: S102
    fields = set(names["MemoryConfig"].model_fields)
    assert {
        "vector_store", "llm", "embedder", "history_db_path", "graph_store", "version",
        "custom_fact_extraction_prompt", "custom_update_memory_prompt",
    } <= fields  # fmt: skip
    for method in ("create", "register_provider", "get_supported_providers"):
        assert callable(getattr(names["LlmFactory"], method))
    assert callable(names["VectorStoreFactory"].reset)
