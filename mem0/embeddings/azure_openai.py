"""OpenAI's embeddings on Azure: a deployment, a version in the query."""

from __future__ import annotations

from typing import ClassVar

import openai
from pydantic import Field

from mem0.embeddings.openai import OpenAIModels
from mem0.embeddings.openai_compatible import OpenAICompatibleEmbedderConfig
from mem0.providers.azure import AzureOptions, AzureVariables, azure_client

VARIABLES = AzureVariables("EMBEDDING_AZURE")


class AzureOpenAIEmbedderConfig(OpenAICompatibleEmbedderConfig):
    """Options of `azure_openai`; where and with which key is in `azure_kwargs`."""

    azure_kwargs: AzureOptions = Field(default_factory=AzureOptions)


class AzureOpenAIEmbedder(OpenAIModels):
    """An embedding deployment on Azure OpenAI."""

    takes_http_client = False
    provider = "azure_openai"
    key_variables = VARIABLES.key
    config_class: ClassVar[type[AzureOpenAIEmbedderConfig]] = AzureOpenAIEmbedderConfig
    config: AzureOpenAIEmbedderConfig

    def make_client(self) -> openai.OpenAI:
        """A client of the deployment."""
        client, *secrets = azure_client(
            self.provider, self.config, self.config.azure_kwargs, VARIABLES
        )
        self.failures = self._failures(*secrets)
        return client
