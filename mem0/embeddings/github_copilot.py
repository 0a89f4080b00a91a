"""GitHub Copilot: a GitHub token buys a short-lived one, which opens OpenAI's protocol.

The exchange and the endpoint are those of Copilot's editor extensions; GitHub does
not document them for others, and they may change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import httpx
import openai
from pydantic import Field

from mem0.embeddings.adapter import EmbedderConfig
from mem0.embeddings.openai import OpenAIModels
from mem0.embeddings.openai_compatible import OpenAICompatibleEmbedderConfig
from mem0.providers.calls import calling
from mem0.providers.deadlines import bounded
from mem0.providers.options import base_url

EXCHANGE_URL = "https://api.github.com/copilot_internal/v2/token"
API_URL = "https://api.githubcopilot.com"
MARGIN = 60.0
"""Seconds before its end at which a token is exchanged anew."""
EDITOR = {
    "Copilot-Integration-Id": "vscode-chat",
    "Editor-Version": "vscode/1.99.0",
    "Editor-Plugin-Version": "copilot-chat/0.26.0",
}


class GitHubCopilotEmbedderConfig(OpenAICompatibleEmbedderConfig):
    """Options of `github_copilot`. `api_key` is the GitHub token."""

    base_url: str | None = base_url("github_copilot_base_url")
    token_url: str = EXCHANGE_URL
    clock: Callable[[], float] = Field(default=time.time, repr=False)
    """Seconds since 1970; decides when a token has run out."""


class GitHubCopilotEmbedder(OpenAIModels):
    """Copilot's embedding models, for accounts that have Copilot."""

    takes_http_client = False
    provider = "github_copilot"
    key_variables = ("GITHUB_COPILOT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN")
    config_class: ClassVar[type[GitHubCopilotEmbedderConfig]] = (
        GitHubCopilotEmbedderConfig
    )
    config: GitHubCopilotEmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        self._expires_at = 0.0
        super().__init__(config, **options)

    def make_client(self) -> openai.OpenAI:
        """A client without a token; the first call exchanges one."""
        self._github = self._needed_key()
        return openai.OpenAI(
            api_key="not exchanged yet",
            base_url=self.config.base_url or API_URL,
            timeout=self.config.timeout,
            max_retries=0,
            default_headers={**EDITOR, **(self.config.default_headers or {})},
            http_client=bounded(None, self.config.timeout),
        )

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """Embed with a token that is still good."""
        if self.config.clock() >= self._expires_at - MARGIN:
            self._exchange()
        return super().embed_many(texts, query=query)

    def _exchange(self) -> None:
        headers = {**EDITOR, "Authorization": f"token {self._github}"}
        with calling(self.failures):
            response = httpx.get(
                self.config.token_url, headers=headers, timeout=self.config.timeout
            )
            if response.is_error:
                raise self.failures.status(response.status_code, response.text)
            bought = response.json()
        self.failures = self._failures(self._github, bought["token"])
        self._expires_at = float(bought["expires_at"])
        api = bought.get("endpoints", {}).get("api")
        self.client = self.client.with_options(
            api_key=bought["token"], base_url=self.config.base_url or api or API_URL
        )
