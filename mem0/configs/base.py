"""What a memory is made of: which provider of each kind, with which options.

The tables here are the only lists of providers: a name, and the dotted path of its
class. A path is followed on use, so naming a provider costs nothing. The options of
a provider are checked by its own configuration class, when it is created.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, Field, field_validator

from mem0.exceptions import ConfigurationError
from mem0.providers.options import Options, closest

LLMS = {
    "ollama": "mem0.llms.ollama.OllamaLLM",
    "openai": "mem0.llms.openai.OpenAILLM",
    "groq": "mem0.llms.groq.GroqLLM",
    "together": "mem0.llms.together.TogetherLLM",
    "aws_bedrock": "mem0.llms.aws_bedrock.AWSBedrockLLM",
    "litellm": "mem0.llms.litellm.LiteLLM",
    "azure_openai": "mem0.llms.azure_openai.AzureOpenAILLM",
    "openai_structured": "mem0.llms.openai_structured.OpenAIStructuredLLM",
    "anthropic": "mem0.llms.anthropic.AnthropicLLM",
    "azure_openai_structured": (
        "mem0.llms.azure_openai_structured.AzureOpenAIStructuredLLM"
    ),
    "gemini": "mem0.llms.gemini.GeminiLLM",
    "deepseek": "mem0.llms.deepseek.DeepSeekLLM",
    "minimax": "mem0.llms.minimax.MiniMaxLLM",
    "xai": "mem0.llms.xai.XAILLM",
    "sarvam": "mem0.llms.sarvam.SarvamLLM",
    "lmstudio": "mem0.llms.lmstudio.LMStudioLLM",
    "vllm": "mem0.llms.vllm.VllmLLM",
    "langchain": "mem0.llms.langchain.LangchainLLM",
}
EMBEDDERS = {
    "local": "mem0.embeddings.local.LocalEmbedder",
    "openai": "mem0.embeddings.openai.OpenAIEmbedder",
    "ollama": "mem0.embeddings.ollama.OllamaEmbedder",
    "huggingface": "mem0.embeddings.huggingface.HuggingFaceEmbedder",
    "azure_openai": "mem0.embeddings.azure_openai.AzureOpenAIEmbedder",
    "gemini": "mem0.embeddings.gemini.GeminiEmbedder",
    "vertexai": "mem0.embeddings.vertexai.VertexAIEmbedder",
    "together": "mem0.embeddings.together.TogetherEmbedder",
    "lmstudio": "mem0.embeddings.lmstudio.LMStudioEmbedder",
    "langchain": "mem0.embeddings.langchain.LangchainEmbedder",
    "aws_bedrock": "mem0.embeddings.aws_bedrock.AWSBedrockEmbedder",
    "github_copilot": "mem0.embeddings.github_copilot.GitHubCopilotEmbedder",
    "fastembed": "mem0.embeddings.fastembed.FastEmbedEmbedder",
}
VECTOR_STORES = {
    "qdrant": "mem0.vector_stores.qdrant.QdrantStore",
    "chroma": "mem0.vector_stores.chroma.ChromaStore",
    "pgvector": "mem0.vector_stores.pgvector.PgvectorStore",
    "milvus": "mem0.vector_stores.milvus.MilvusStore",
    "upstash_vector": "mem0.vector_stores.upstash_vector.UpstashVectorStore",
    "azure_ai_search": "mem0.vector_stores.azure_ai_search.AzureAiSearchStore",
    "azure_mysql": "mem0.vector_stores.azure_mysql.AzureMysqlStore",
    "pinecone": "mem0.vector_stores.pinecone.PineconeStore",
    "mongodb": "mem0.vector_stores.mongodb.MongodbStore",
    "redis": "mem0.vector_stores.redis.RedisStore",
    "valkey": "mem0.vector_stores.valkey.ValkeyStore",
    "databricks": "mem0.vector_stores.databricks.DatabricksStore",
    "elasticsearch": "mem0.vector_stores.elasticsearch.ElasticsearchStore",
    "vertex_ai_vector_search": (
        "mem0.vector_stores.vertex_ai_vector_search.VertexAiVectorSearchStore"
    ),
    "opensearch": "mem0.vector_stores.opensearch.OpensearchStore",
    "supabase": "mem0.vector_stores.supabase.SupabaseStore",
    "weaviate": "mem0.vector_stores.weaviate.WeaviateStore",
    "faiss": "mem0.vector_stores.faiss.FaissStore",
    "langchain": "mem0.vector_stores.langchain.LangchainStore",
    "s3_vectors": "mem0.vector_stores.s3_vectors.S3VectorsStore",
    "baidu": "mem0.vector_stores.baidu.BaiduStore",
    "neptune": "mem0.vector_stores.neptune.NeptuneStore",
}
GRAPH_STORES = {
    "neptune": "mem0.graphs.neptune.NeptuneGraph",
    "kuzu": "mem0.graphs.kuzu.KuzuGraph",
    "memgraph": "mem0.graphs.memgraph.MemgraphGraph",
    "neo4j": "mem0.graphs.neo4j.Neo4jGraph",
}


def known(name: str, providers: dict[str, str], kind: str) -> str:
    """The name, if there is such a provider; else an error that lists what exists."""
    if name not in providers:
        listed = ", ".join(sorted(providers))
        msg = f'There is no {kind} "{name}".{closest(name, providers)} There are: {listed}.'
        raise ConfigurationError(msg)
    return name


def home() -> Path:
    """Where the engine keeps its files: `$MEM0_DIR`, else `~/.mem0`."""
    return Path(os.environ.get("MEM0_DIR") or Path.home() / ".mem0")


class ProviderConfig(Options):
    """A provider's name and its options, which its own class checks."""

    providers: ClassVar[dict[str, str]]
    kind: ClassVar[str]

    provider: str
    config: dict[str, Any] = Field(default_factory=dict, repr=False)

    @field_validator("provider")
    @classmethod
    def _known(cls, name: str) -> str:
        return known(name, cls.providers, cls.kind)

    @field_validator("config", mode="before")
    @classmethod
    def _empty(cls, given: Any) -> Any:
        return {} if given is None else given


class VectorStoreConfig(ProviderConfig):
    """Where vectors are kept. `faiss` by default: one local file, no server."""

    providers = VECTOR_STORES
    kind = "vector store"
    provider: str = "faiss"


class LlmConfig(ProviderConfig):
    """Which language model extracts."""

    providers = LLMS
    kind = "LLM"
    provider: str = "openai"


class EmbedderConfig(ProviderConfig):
    """Which model embeds. `local` by default: no key, no network."""

    providers = EMBEDDERS
    kind = "embedder"
    provider: str = "local"


class GraphStoreConfig(ProviderConfig):
    """Where relations are kept, and which model finds them.

    Without an `llm` of its own, the call that extracts facts finds them too; without
    any, patterns do. `custom_prompt` says a model which relations matter.
    """

    providers = GRAPH_STORES
    kind = "graph store"
    provider: str = "kuzu"
    llm: LlmConfig | None = None
    custom_prompt: str | None = None


class MemoryConfig(Options):
    """The whole configuration of a `Memory`.

    Without an `llm`, memories are extracted by rules; without a `graph_store`, no
    relations are kept. Every default works offline.
    """

    vector_store: VectorStoreConfig = Field(default_factory=VectorStoreConfig)
    llm: LlmConfig | None = None
    embedder: EmbedderConfig = Field(default_factory=EmbedderConfig)
    history_db_path: str = Field(default_factory=lambda: str(home() / "history.db"))
    graph_store: GraphStoreConfig | None = None
    version: str = "v1.1"
    custom_instructions: str | None = None
    custom_fact_extraction_prompt: str | None = None
    custom_update_memory_prompt: str | None = None


class MemoryItem(BaseModel):
    """One memory, as an answer shows it."""

    id: str
    memory: str
    hash: str | None = None
    metadata: dict[str, Any] | None = None
    score: float | None = None
    created_at: str | None = None
    updated_at: str | None = None
