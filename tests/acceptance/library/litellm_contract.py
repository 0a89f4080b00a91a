"""LiteLLM's own `completion`, routed to a loopback server.

Collected by name, in an environment that has LiteLLM; see `test_library.py`.
"""

from __future__ import annotations

from typing import Any

import pytest

from mem0.llms.base import LLM
from tests.engine.llms.contract import KEY, ChatContract
from tests.engine.llms.servers.dialects import OpenAIDialect

pytestmark = pytest.mark.filterwarnings("ignore")


class TestLiteLLM(ChatContract):
    provider = "litellm"
    dialect = OpenAIDialect()

    def options(self, url: str) -> dict[str, Any]:
        return {"model": "openai/gpt-4o", "api_key": KEY, "api_base": f"{url}/v1"}

    def named(self, llm: LLM) -> str:
        return "served"
