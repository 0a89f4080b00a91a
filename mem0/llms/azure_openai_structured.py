"""Azure OpenAI with the schema always enforced."""

from __future__ import annotations

from mem0.llms.azure_openai import AzureOpenAILLM
from mem0.llms.strict import StrictRules


class AzureOpenAIStructuredLLM(StrictRules, AzureOpenAILLM):
    """A chat deployment on Azure OpenAI that follows a strict schema."""

    provider = "azure_openai_structured"
