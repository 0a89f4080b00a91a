"""Embeddings on Amazon Bedrock: Titan takes one text, Cohere many, each its own body."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.providers.aws import (
    KEY_HINT,
    AWSOptions,
    bedrock_client,
    calling_aws,
    secrets,
)


class AWSBedrockEmbedderConfig(AWSOptions, EmbedderConfig):
    """Options of `aws_bedrock`. Without keys, boto3 looks where it always does."""


class AWSBedrockEmbedder(EmbeddingAdapter):
    """An embedding model of Titan or Cohere on Bedrock."""

    provider = "aws_bedrock"
    default_model = "amazon.titan-embed-text-v1"
    known = {
        "amazon.titan-embed-text-v1": 1536,
        "amazon.titan-embed-text-v2:0": 1024,
        "cohere.embed-english-v3": 1024,
        "cohere.embed-multilingual-v3": 1024,
    }
    batch_size = 96
    """The most that Cohere takes."""
    config_class: ClassVar[type[AWSBedrockEmbedderConfig]] = AWSBedrockEmbedderConfig
    config: AWSBedrockEmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.failures = replace(
            self._failures(*secrets(self.config)), key_hint=KEY_HINT
        )
        self.client = bedrock_client(self.config)

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """One `InvokeModel` for Cohere, one for each text for Titan."""
        if "cohere." in self.model:
            kind = "search_query" if query else "search_document"
            answer = self._invoke({"texts": list(texts), "input_type": kind})
            found = answer["embeddings"]
            return list(found["float"] if isinstance(found, dict) else found)
        return [self._invoke(self._titan(text))["embedding"] for text in texts]

    def _titan(self, text: str) -> dict[str, Any]:
        body: dict[str, Any] = {"inputText": text}
        if "titan-embed-text-v2" in self.model:
            body["dimensions"] = self.dimensions
        return body

    def _invoke(self, body: Mapping[str, Any]) -> Any:
        with calling_aws(self.failures):
            response = self.client.invoke_model(
                modelId=self.model,
                body=json.dumps(body),
                contentType="application/json",
                accept="application/json",
            )
            return json.loads(response["body"].read())
