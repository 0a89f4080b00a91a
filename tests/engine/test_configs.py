"""The configuration of a memory: defaults that work offline, errors that name things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mem0.configs.base import (
    EmbedderConfig,
    GraphStoreConfig,
    LlmConfig,
    MemoryConfig,
    MemoryItem,
    VectorStoreConfig,
)
from mem0.exceptions import ConfigurationError


def test_the_defaults_need_no_key_and_no_server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("MEM0_DIR", raising=False)
    config = MemoryConfig()
    assert (config.vector_store.provider, config.embedder.provider) == (
        "faiss",
        "local",
    )
    assert config.llm is None
    assert config.graph_store is None
    assert config.version == "v1.1"
    assert config.history_db_path == str(Path.home() / ".mem0" / "history.db")


def test_the_files_can_live_elsewhere(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MEM0_DIR", "/srv/memory")
    assert MemoryConfig().history_db_path == "/srv/memory/history.db"


def test_a_whole_configuration_is_read():
    config = MemoryConfig.read(
        {
            "vector_store": {"provider": "qdrant", "config": {"host": "localhost"}},
            "llm": {"provider": "openai", "config": {"model": "gpt-4"}},
            "embedder": {"provider": "openai", "config": None},
            "graph_store": {"provider": "neo4j", "config": {"url": "bolt://localhost"}},
            "custom_fact_extraction_prompt": "Only food.",
            "custom_update_memory_prompt": "Never delete.",
        }
    )
    assert config.vector_store.config == {"host": "localhost"}
    assert config.llm is not None
    assert config.llm.config["model"] == "gpt-4"
    assert config.embedder.config == {}
    assert config.graph_store is not None
    assert config.graph_store.provider == "neo4j"


@pytest.mark.parametrize(
    ("config_class", "near", "meant"),
    [
        (VectorStoreConfig, "qdrnt", "qdrant"),
        (LlmConfig, "antropic", "anthropic"),
        (EmbedderConfig, "hugging_face", "huggingface"),
        (GraphStoreConfig, "neo4", "neo4j"),
    ],
)
def test_an_unknown_provider_is_named(config_class: Any, near: str, meant: str):
    with pytest.raises(ConfigurationError, match=f'Did you mean "{meant}"'):
        config_class(provider=near)


def test_an_unknown_provider_is_named_inside_a_whole_configuration():
    with pytest.raises(ConfigurationError, match='There is no LLM "opnai"'):
        MemoryConfig.read({"llm": {"provider": "opnai"}})


def test_an_unknown_part_is_named():
    with pytest.raises(ConfigurationError, match='Did you mean "vector_store"'):
        MemoryConfig.read({"vectorstore": {"provider": "qdrant"}})


def test_options_with_secrets_are_not_shown():
    config = MemoryConfig.read(
        {"llm": {"provider": "openai", "config": {"api_key": "secret-value"}}}
    )
    assert "secret-value" not in repr(config)


def test_an_item_has_what_an_answer_shows():
    item = MemoryItem(id="1", memory="Lives in Porto", score=0.5)
    assert set(item.model_dump()) == {
        "id",
        "memory",
        "hash",
        "metadata",
        "score",
        "created_at",
        "updated_at",
    }
