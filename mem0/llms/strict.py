"""Structured output that is never negotiated: the schema is enforced, or it is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import openai

from mem0.llms.chat import ChatRequest
from mem0.llms.openai import OpenAIRules
from mem0.llms.openai_compatible import complains_of_format, schema_format
from mem0.providers.calls import spoken


class StrictRules(OpenAIRules):
    """OpenAI's rules, with every schema strict."""

    def response_format(self, request: ChatRequest) -> dict[str, Any] | None:
        """The schema, strict even when the provider may refuse it for that."""
        if request.schema is None:
            return super().response_format(request)
        return schema_format(request.schema, strict=True)

    def learn(self, exc: openai.BadRequestError, asked: Mapping[str, Any]) -> bool:
        """A refused schema is not replaced by words."""
        refused = complains_of_format(f"{exc.param or ''} {spoken(exc)}".lower())
        return not refused and super().learn(exc, asked)
