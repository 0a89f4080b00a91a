"""OpenAI with the schema always enforced."""

from __future__ import annotations

from mem0.llms.openai import OpenAILLM
from mem0.llms.strict import StrictRules


class OpenAIStructuredLLM(StrictRules, OpenAILLM):
    """Chat models of OpenAI that follow a strict schema."""

    provider = "openai_structured"
