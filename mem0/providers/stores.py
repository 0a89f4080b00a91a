"""What a store's client raises turned into ours, in one place.

Every SDK has its own tree; what matters to a caller is whether credentials are
wrong, whether it was too fast, whether trying again may help. Secrets are cut out
of the text before anybody sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from mem0.exceptions import (
    ConfigurationError,
    Mem0Error,
    ProviderError,
    RateLimitError,
    UnavailableError,
    VectorStoreError,
)

LONGEST = 300
# Database drivers have one class for all of these, and tell them apart in words.
_REFUSED = re.compile(
    r"unauthori[sz]ed|unauthenticated|access denied|noauth|wrongpass|"
    r"authentication (?:failed|required|error)|invalid (?:api.?key|credentials)",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"unknown (?:database|collection|table)|no such index|"
    r"(?:database|collection|index|table|relation|keyspace)\b.{1,80}"
    r"(?:not found|does not exist|doesn't exist)",
    re.IGNORECASE | re.DOTALL,
)
_AWAY = re.compile(
    r"connection refused|can't connect|could not connect|connection (?:failed|reset)|"
    r"timed out|name or service not known",
    re.IGNORECASE,
)
_USERINFO = re.compile(r"://[^\s/@\"']+@")
_UNREACHABLE = ("timeout", "timedout", "connect", "unavailable", "serviceunreachable")


class translated(AbstractContextManager[None]):  # noqa: N801 - reads as a verb in `with`
    """`with translated("qdrant", secrets):` lets only `Mem0Error` out."""

    def __init__(
        self,
        provider: str,
        secrets: Iterable[str] = (),
        error: type[ProviderError] = VectorStoreError,
    ) -> None:
        self._provider = provider
        self._secrets = [secret for secret in secrets if secret]
        self._error = error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, Mem0Error):
            raise self._ours(error) from self._cause(error)

    def _ours(self, error: Exception) -> Mem0Error:
        text = f"{self._provider}: {type(error).__name__}: {self._clean(str(error))}"
        status = _status(error)
        if status in (401, 403) or _REFUSED.search(text):
            return ConfigurationError(text, suggestion="Check the store's credentials.")
        if status == 429:
            return RateLimitError(text)
        if status in (408, 502, 503, 504) or _is_unreachable(error):
            return UnavailableError(
                text, suggestion="Check the store's address and state."
            )
        if status == 404 or _ABSENT.search(text):
            hint = "Check the names in the options, and that what they name was made."
            return ConfigurationError(text, suggestion=hint)
        return self._error(text)

    def _cause(self, error: Exception) -> Exception | None:
        """The original, unless its text, which a traceback prints, has a secret in it."""
        return error if self._clean(str(error), None) == str(error) else None

    def _clean(self, text: str, longest: int | None = LONGEST) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return without_userinfo(text)[:longest]


def without_userinfo(text: str) -> str:
    """The text with the name and password in front of any URL's host cut out."""
    return _USERINFO.sub("://[secret]@", text)


def _status(error: Any) -> int | None:
    """The HTTP status an SDK's exception carries, under whichever of its names."""
    for holder in (
        error,
        getattr(error, "meta", None),
        getattr(error, "response", None),
    ):
        for name in ("status_code", "status", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    response = getattr(error, "response", None)
    meta = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}
    status = meta.get("HTTPStatusCode")
    return status if isinstance(status, int) else None


def _is_unreachable(error: Exception) -> bool:
    names = "".join(kind.__name__ for kind in type(error).__mro__).lower()
    return (
        isinstance(error, (ConnectionError, TimeoutError))
        or any(word in names for word in _UNREACHABLE)
        or _AWAY.search(str(error)) is not None
    )
