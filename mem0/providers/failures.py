"""What a provider's failure means, for every provider the same.

A failure that may pass (time-out, 429, 5xx) becomes the adapter's retryable error
with `retry_after` in its details; one that will not pass without a change becomes
a `ConfigurationError` that says what to change; a content filter is a refusal.
A key never appears: what the provider says about a refused key is not repeated.
"""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Mapping
from dataclasses import dataclass

from mem0.exceptions import (
    ConfigurationError,
    LLMRefusalError,
    Mem0Error,
    ProviderError,
    ValidationError,
)
from mem0.providers.stores import without_userinfo

SHOWN = 300
"""Characters of a provider's own message that are worth repeating."""
TOO_LONG = (
    "context_length",
    "context length",
    "too long",
    "maximum context",
    "too large",
)
FILTERED = (
    "content_filter",
    "content management policy",
    "responsibleai",
    "safety filter",
)


@dataclass(frozen=True, slots=True)
class Failures:
    """The failures of one configured provider. `key_hint` says how to give the key."""

    provider: str
    model: str
    error: type[ProviderError]
    key_hint: str = "give the option api_key"
    secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Failures({self.provider!r}, {self.model!r})"

    def unreachable(self, *, timeout: bool = False) -> Mem0Error:
        """No answer: the connection failed, or the time-out passed."""
        what = "did not answer in time" if timeout else "could not be reached"
        hint = "Check base_url and the network, or raise the option timeout."
        return self.error(f"{self.provider} {what}.", suggestion=hint)

    def status(
        self, status: int, message: str = "", *, retry_after: float | None = None
    ) -> Mem0Error:
        """An answer with an HTTP status that is not success."""
        said = self._shown(message)
        if status in {408, 409, 425, 429} or status >= 500:
            return self._passing(status, said, retry_after)
        if any(word in message.lower() for word in FILTERED):
            return self.filtered()
        if status == 401:
            return ConfigurationError(
                f"{self.provider} refused the API key: {self.key_hint}."
            )
        if status == 403:
            return ConfigurationError(
                f"{self.provider} does not let this key use {self.model}:"
                f" {self.key_hint}, or choose another model.",
            )
        if status == 404:
            return ConfigurationError(
                f"{self.provider} does not know {self.model} (404):"
                f" check the options model and base_url. {said}".rstrip()
            )
        return self._refused(status, message, said)

    def filtered(self) -> LLMRefusalError:
        """The provider's content filter stopped the request or the answer."""
        return LLMRefusalError(f"The content filter of {self.provider} refused.")

    def _passing(self, status: int, said: str, retry_after: float | None) -> Mem0Error:
        details: dict[str, object] = {"status": status}
        if retry_after is not None:
            details["retry_after"] = retry_after
        msg = f"{self.provider} answered {status}. {said}".rstrip()
        return self.error(msg, details=details)

    def _refused(self, status: int, message: str, said: str) -> Mem0Error:
        if status == 413 or any(word in message.lower() for word in TOO_LONG):
            return ValidationError(
                f"The text is too long for {self.model} of {self.provider}. {said}",
                suggestion="Send less text, or choose a model with a longer context.",
            )
        return ConfigurationError(
            f"{self.provider} refused the request ({status}). {said}".rstrip(),
            suggestion="Check the model and its options.",
        )

    def _shown(self, message: str) -> str:
        for value in self.secrets:
            message = message.replace(value, "…") if value else message
        return " ".join(without_userinfo(message).split())[:SHOWN]


def retry_after(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `retry-after` (RFC 9110, 10.2.3)."""
    milliseconds, given = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if milliseconds:
            return float(milliseconds) / 1000
        return float(given) if given else None
    except ValueError:
        return _until(given or "", now)


def _until(given: str, now: dt.datetime) -> float | None:
    try:
        then = email.utils.parsedate_to_datetime(given)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return max(0.0, (then - now).total_seconds())
