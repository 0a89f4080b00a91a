"""OpenAI's models on Azure: a deployment instead of a model, a version in the query."""

from __future__ import annotations

from typing import ClassVar

import openai
from pydantic import Field

from mem0.llms.openai import OpenAIRules
from mem0.llms.openai_compatible import OpenAICompatibleConfig
from mem0.providers.azure import AzureOptions, AzureVariables, azure_client

VARIABLES = AzureVariables("LLM_AZURE")


class AzureOpenAIConfig(OpenAICompatibleConfig):
    """Options of `azure_openai`; where and with which key is in `azure_kwargs`."""

    azure_kwargs: AzureOptions = Field(default_factory=AzureOptions)
    is_reasoning_model: bool | None = None
    """For a deployment whose name does not say it."""


class AzureOpenAILLM(OpenAIRules):
    """A chat deployment on Azure OpenAI."""

    takes_http_client = False
    provider = "azure_openai"
    default_model = "gpt-5-mini"
    key_variables = VARIABLES.key
    config_class: ClassVar[type[AzureOpenAIConfig]] = AzureOpenAIConfig
    config: AzureOpenAIConfig

    def make_client(self) -> openai.OpenAI:
        """A client of the deployment."""
        client, *secrets = azure_client(
            self.provider, self.config, self.config.azure_kwargs, VARIABLES
        )
        self.failures = self._failures(*secrets)
        return client
