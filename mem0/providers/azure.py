"""How a deployment on Azure OpenAI is reached, by chat and by embeddings alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import openai
from pydantic import Field, SecretStr

from mem0.exceptions import ConfigurationError
from mem0.providers.deadlines import bounded
from mem0.providers.options import Options, from_environment, optional_secret

DEFAULT_VERSION = "2024-10-21"
"""The last version of the API that is generally available and dated."""


class AzureOptions(Options):
    """`azure_kwargs`. Without a key, a Microsoft Entra token or what provides one."""

    azure_deployment: str | None = None
    azure_endpoint: str | None = None
    api_version: str | None = None
    api_key: SecretStr | None = None
    azure_ad_token: SecretStr | None = None
    azure_ad_token_provider: Callable[[], str] | None = Field(default=None, repr=False)
    default_headers: dict[str, str] | None = Field(default=None, repr=False)


class Reachable(Protocol):
    """The options of an adapter that matter here."""

    @property
    def api_key(self) -> SecretStr | None: ...
    @property
    def base_url(self) -> str | None: ...
    @property
    def model(self) -> str | None: ...
    @property
    def timeout(self) -> float: ...


@dataclass(frozen=True, slots=True)
class AzureVariables:
    """The environment variables of one use; `prefix` is LLM_AZURE or EMBEDDING_AZURE."""

    prefix: str

    @property
    def key(self) -> tuple[str, ...]:
        """Where the key is."""
        return (f"{self.prefix}_OPENAI_API_KEY", "AZURE_OPENAI_API_KEY")

    def read(self, name: str) -> str | None:
        """DEPLOYMENT, ENDPOINT or API_VERSION of this use, else Azure's own."""
        own = {"ENDPOINT": "AZURE_OPENAI_ENDPOINT", "API_VERSION": "OPENAI_API_VERSION"}
        names = [f"{self.prefix}_{name}"] + [own[name]] * (name in own)
        return from_environment(tuple(names))


def azure_client(
    provider: str, config: Reachable, azure: AzureOptions, variables: AzureVariables
) -> tuple[openai.AzureOpenAI, str]:
    """The client, and its key or token (empty with a token provider)."""
    token = azure.azure_ad_token.get_secret_value() if azure.azure_ad_token else None
    entra = token or azure.azure_ad_token_provider
    key = optional_secret(
        azure.api_key or config.api_key, () if entra else variables.key
    )
    endpoint = azure.azure_endpoint or config.base_url or variables.read("ENDPOINT")
    if not endpoint or not (key or entra):
        raise _incomplete(provider, variables, "azure_endpoint" if key else "api_key")
    client = openai.AzureOpenAI(
        azure_endpoint=endpoint,
        azure_deployment=azure.azure_deployment
        or variables.read("DEPLOYMENT")
        or config.model,
        api_version=azure.api_version
        or variables.read("API_VERSION")
        or DEFAULT_VERSION,
        api_key=key,
        azure_ad_token=token,
        azure_ad_token_provider=azure.azure_ad_token_provider,
        timeout=config.timeout,
        max_retries=0,
        default_headers=azure.default_headers,
        http_client=bounded(None, config.timeout),
    )
    return client, key or token or ""


def _incomplete(
    provider: str, variables: AzureVariables, option: str
) -> ConfigurationError:
    named = f"{variables.prefix}_ENDPOINT"
    if option == "api_key":
        named = f"{variables.key[0]}, or give azure_ad_token_provider,"
    return ConfigurationError(
        f"{provider} needs azure_kwargs with {option}: set {named} or give the option."
    )
