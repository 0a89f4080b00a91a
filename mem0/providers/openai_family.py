"""Providers that are reached through the `openai` package, whoever answers."""

from __future__ import annotations

from typing import Any, ClassVar

import openai
from pydantic import Field

from mem0.providers.adapter import Adapter, ModelOptions
from mem0.providers.deadlines import bounded
from mem0.providers.options import base_url, from_environment


class OpenAIOptions(ModelOptions):
    """What every member of the family takes."""

    base_url: str | None = base_url()
    default_headers: dict[str, str] | None = Field(default=None, repr=False)
    http_client: Any = Field(default=None, repr=False)
    """An `httpx2.Client` to send with instead of one of the adapter's own."""


class OpenAIFamily(Adapter):
    """An adapter of the family states its URL, its key and its model."""

    url_variables: ClassVar[tuple[str, ...]] = ()
    default_base_url: ClassVar[str | None] = None
    takes_http_client: ClassVar[bool] = True
    config: OpenAIOptions

    def make_client(self) -> openai.OpenAI:
        """The client, without retries of its own."""
        config = self.config
        url = config.base_url or from_environment(self.url_variables)
        return openai.OpenAI(
            api_key=self._needed_key(),
            base_url=url or self.default_base_url,
            timeout=config.timeout,
            max_retries=0,
            default_headers=config.default_headers,
            http_client=bounded(config.http_client, config.timeout),
        )
