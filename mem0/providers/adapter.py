"""What every adapter of a model has, whether it chats or embeds: options, a key, and
what its failures mean.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, SecretStr

from mem0.exceptions import ProviderError
from mem0.providers.failures import Failures
from mem0.providers.options import Options, missing_key, optional_secret


class ModelOptions(Options):
    """What every model takes."""

    model: str | None = None
    api_key: SecretStr | None = None
    timeout: float = Field(default=60.0, gt=0)
    """Seconds one call may take."""


class Adapter:
    """One provider's. `failing` is the class of the errors that may pass."""

    provider: ClassVar[str]
    default_model: ClassVar[str]
    key_variables: ClassVar[tuple[str, ...]] = ()
    default_key: ClassVar[str | None] = None
    """Sent when no key is given, for local servers that ask for none."""
    failing: ClassVar[type[ProviderError]]
    config: ModelOptions
    model: str
    failures: Failures

    def close(self) -> None:
        """Let go of connections. The adapter is not used afterwards."""
        close = getattr(getattr(self, "client", None), "close", None)
        if callable(close):
            close()

    def _needed_key(self) -> str:
        """The key, which failures do not repeat. Raises `ConfigurationError` that says
        how to give it."""
        key = optional_secret(self.config.api_key, self.key_variables)
        key = key or self.default_key or missing_key(self.provider, self.key_variables)
        self.failures = self._failures(key)
        return key

    def _failures(self, *secrets: str) -> Failures:
        hint = "give the option api_key"
        if self.key_variables:
            hint = f"set {' or '.join(self.key_variables)} or {hint}"
        return Failures(self.provider, self.model, self.failing, hint, secrets)
