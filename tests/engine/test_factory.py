"""Names and options become providers, or errors that say what exists."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mem0.configs import base as configs
from mem0.exceptions import ConfigurationError, DependencyError
from mem0.llms.openai import OpenAIConfig, OpenAILLM
from mem0.testing import FakeLLM, HashEmbedder
from mem0.utils.factory import (
    EmbedderFactory,
    Factory,
    GraphStoreFactory,
    LlmFactory,
    VectorStoreFactory,
)
from mem0.vector_stores.base import Point

DOCUMENTED_LLMS = (
    "ollama openai groq together aws_bedrock litellm azure_openai openai_structured"
    " anthropic azure_openai_structured gemini deepseek xai sarvam lmstudio vllm langchain"
)
DOCUMENTED_EMBEDDERS = (
    "openai ollama huggingface azure_openai gemini vertexai together lmstudio langchain"
    " aws_bedrock github_copilot"
)
DOCUMENTED_STORES = (
    "qdrant chroma pgvector milvus upstash_vector azure_ai_search azure_mysql pinecone"
    " mongodb redis valkey databricks elasticsearch vertex_ai_vector_search opensearch"
    " supabase weaviate faiss langchain s3_vectors baidu neptune"
)


@pytest.mark.parametrize(
    ("factory", "names"),
    [
        (LlmFactory, DOCUMENTED_LLMS),
        (EmbedderFactory, DOCUMENTED_EMBEDDERS),
        (VectorStoreFactory, DOCUMENTED_STORES),
        (GraphStoreFactory, "neptune kuzu memgraph neo4j"),
    ],
)
def test_every_documented_provider_is_supported(factory: Factory[Any], names: str):
    assert set(names.split()) <= set(factory.get_supported_providers())


APART = {"litellm", "fastembed"}
"""Their packages pin what others pin elsewhere: `tests/acceptance/test_library.py`."""
KINDS: list[tuple[Factory[Any], str]] = [
    *((LlmFactory, name) for name in configs.LLMS if name not in APART),
    *((EmbedderFactory, name) for name in configs.EMBEDDERS if name not in APART),
    *((VectorStoreFactory, name) for name in configs.VECTOR_STORES),
    *((GraphStoreFactory, name) for name in configs.GRAPH_STORES),
]
SECRET = re.compile(
    r"password|secret|(?<!max_)token(?!s|_url)|api_key|connection_string|mongo_uri|"
    r"redis_url|valkey_url|headers|auth$"
)
"""How an option is named that must not be shown."""


def options_of(factory: Factory[Any], name: str) -> Any:
    """The class of a provider's options; what its package warns of is its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return factory._config_class(name, factory.find(name))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("factory", "name"), KINDS)
def test_every_provider_is_the_one_it_is_named(factory: Factory[Any], name: str):
    assert getattr(factory.find(name), "provider", name) == name


@pytest.mark.parametrize(("factory", "name"), KINDS)
def test_an_unknown_option_of_any_provider_is_named_among_those_there_are(
    factory: Factory[Any], name: str
):
    options = options_of(factory, name)
    with pytest.raises(ConfigurationError, match='unknown option "no_such"') as caught:
        factory.create(name, {"no_such": "secret-value"})
    assert "secret-value" not in str(caught.value)
    assert all(option in str(caught.value) for option in options.model_fields)


@pytest.mark.parametrize(("factory", "name"), KINDS)
def test_an_option_that_holds_a_secret_does_not_show_it(
    factory: Factory[Any], name: str
):
    options = options_of(factory, name)
    shown = [
        option
        for option, field in options.model_fields.items()
        if SECRET.search(option)
        and field.repr
        and "SecretStr" not in str(field.annotation)
    ]
    assert shown == []


@pytest.mark.parametrize(
    "factory", [LlmFactory, EmbedderFactory, VectorStoreFactory, GraphStoreFactory]
)
def test_an_unknown_provider_of_any_kind_is_named_among_those_there_are(factory: Any):
    with pytest.raises(ConfigurationError, match=r'There is no .* "nothing"') as caught:
        factory.create("nothing", {})
    assert all(name in str(caught.value) for name in factory.get_supported_providers())


def test_the_documentation_has_a_row_for_every_provider():
    page = Path(__file__).parents[2].joinpath("docs", "providers.md").read_text()
    llms, embedders = page.split("## LLMs")[1].split("## Embedders")
    assert [name for name in configs.LLMS if f"| `{name}` |" not in llms] == []
    assert [
        name for name in configs.EMBEDDERS if f"| `{name}` |" not in embedders
    ] == []


def test_the_documentation_has_a_row_for_every_store():
    pages = Path(__file__).parents[2] / "docs" / "providers"
    for kind, stores in (
        ("vector-stores", configs.VECTOR_STORES),
        ("graph-stores", configs.GRAPH_STORES),
    ):
        options, proof = (pages / f"{kind}.md").read_text().split("## Proof")
        for part in (options, proof):
            assert [name for name in stores if f"| `{name}` |" not in part] == []


def test_an_unknown_provider_lists_what_exists():
    with pytest.raises(ConfigurationError, match='Did you mean "openai"') as caught:
        LlmFactory.create("opnai", {})
    assert "anthropic" in str(caught.value)


def test_an_unknown_option_lists_what_exists():
    with pytest.raises(ConfigurationError, match='Did you mean "model"') as caught:
        LlmFactory.create("openai", {"modle": "gpt-4", "api_key": "secret-value"})
    assert "temperature" in str(caught.value)
    assert "secret-value" not in str(caught.value)


def test_a_wrong_value_is_not_repeated():
    with pytest.raises(ConfigurationError, match='"api_key"') as caught:
        LlmFactory.create("openai", {"api_key": ["secret-value"]})
    assert "secret-value" not in str(caught.value)


def test_arguments_go_on_top_of_the_options():
    options = {"model": "gpt-4", "api_key": "k"}
    llm: Any = LlmFactory.create("openai", options, model="gpt-4o")
    llm.close()
    assert llm.model == "gpt-4o"
    assert options == {"model": "gpt-4", "api_key": "k"}


def test_a_configuration_object_is_taken_as_it_is():
    config = OpenAIConfig.read({"model": "gpt-4", "api_key": "k"})
    llm: Any = LlmFactory.create("openai", config)
    llm.close()
    assert isinstance(llm, OpenAILLM)
    assert llm.config is config


class HouseConfig:
    """The options of a provider of the program's own."""

    def __init__(self, words: str = "") -> None:
        self.words = words


class HouseLLM(FakeLLM):
    """A provider of the program's own."""

    def __init__(self, config: HouseConfig | Mapping[str, Any] | None = None) -> None:
        words = (
            config.words if isinstance(config, HouseConfig) else (config or {})["words"]
        )
        super().__init__([words])


@pytest.fixture
def registered() -> Iterator[str]:
    yield "house"
    configs.LLMS.pop("house", None)


@pytest.mark.parametrize("config_class", [None, HouseConfig, f"{__name__}.HouseConfig"])
def test_a_program_can_register_its_own(registered: str, config_class: Any):
    LlmFactory.register_provider(registered, f"{__name__}.HouseLLM", config_class)
    assert registered in LlmFactory.get_supported_providers()
    assert configs.LlmConfig(provider=registered).provider == registered
    llm = LlmFactory.create(registered, {"words": "Hello."})
    assert llm.complete([{"role": "user", "content": "Hi"}]).text == "Hello."


@pytest.mark.parametrize("path", ["mem0.nowhere.Nothing", "mem0.testing.Nothing"])
def test_a_path_that_leads_nowhere_is_an_error(registered: str, path: str):
    LlmFactory.register_provider(registered, path)
    with pytest.raises(ConfigurationError, match=r"no module|has no Nothing"):
        LlmFactory.create(registered, {})


def test_a_path_without_a_module_is_refused():
    with pytest.raises(ConfigurationError, match="dotted path"):
        LlmFactory.register_provider("house", "Nothing")


def test_a_missing_package_says_what_to_install():
    factory: Factory[Any] = Factory("LLM", {"house": "tests.engine.needs_missing.LLM"})
    with pytest.raises(DependencyError) as caught:
        factory.create("house")
    assert "'package_that_does_not_exist'" in str(caught.value)
    assert "pip install 'mem0site[house]'" in str(caught.value)
    assert isinstance(caught.value, ImportError)


def test_the_store_says_how_long_the_vectors_of_an_unknown_model_are():
    embedder: Any = EmbedderFactory.create(
        "openai",
        {"model": "house-model", "api_key": "k"},
        {"embedding_model_dims": 300},
    )
    embedder.close()
    assert embedder.dimensions == 300


def test_a_store_of_another_length_is_an_error():
    with pytest.raises(ConfigurationError, match="300 dimensions"):
        EmbedderFactory.create(
            "openai",
            {"embedding_dims": 256, "api_key": "k"},
            {"embedding_model_dims": 300},
        )


def test_reset_empties_the_store(tmp_path: Path):
    options = {"path": str(tmp_path), "embedding_model_dims": 2}
    with VectorStoreFactory.create("faiss", options) as store:
        store.create()
        store.upsert([Point("one", [1.0, 0.0], {})])
        assert VectorStoreFactory.reset(store) is store
        assert store.count() == 0


def test_fake_models_are_public_and_scripted():
    llm = FakeLLM([{"facts": ["Olá"]}])
    assert (
        llm.complete([{"role": "user", "content": "Hi"}]).text == '{"facts": ["Olá"]}'
    )
    with pytest.raises(Exception, match="no answer left"):
        llm.complete([])
    near, same, far = HashEmbedder().embed(
        ["I live in Porto", "i LIVE in porto", "Cats"]
    )
    assert near == same != far
