"""One call of the API as a value: what is sent, and what may be done when it fails.

No I/O here: the endpoints make calls, the connection turns them into requests, and
a test may look at either without a server.
"""

from __future__ import annotations

import datetime as dt
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import quote
from uuid import UUID

from mem0.exceptions import ValidationError

T = TypeVar("T")
"""What a call answers."""


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A request to be.

    `reads` marks a POST that changes nothing. `idempotency_key` names a write, so
    that sending it twice acts once; without one the connection makes one up.
    `patience` is how many seconds the server may take on purpose.
    """

    method: str
    path: str
    body: Any = None
    query: Mapping[str, Any] = field(default_factory=dict)
    reads: bool = False
    idempotency_key: str | None = None
    patience: float = 0.0

    @property
    def writes(self) -> bool:
        """Whether sending it twice could do something twice."""
        return self.method != "GET" and not self.reads


def path(*parts: Any) -> str:
    """A path of fixed parts and ids, with a slash at its end.

    Ids may contain anything; a blank one is refused, because the path without it
    names something else. Raises `ValidationError`.
    """
    return f"/{'/'.join(_segment(part) for part in parts)}/"


def merged(
    options: Mapping[str, Any] | None, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """The two ways to give options, as one; what is given by name wins."""
    both = {**(options or {}), **fields}
    if both.get("output_format") == "v1.0":
        warnings.warn(
            "output_format='v1.0' is deprecated and may be removed from 2027-06-01 "
            "on; use 'v1.1'.",
            DeprecationWarning,
            stacklevel=3,
        )
    return both


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options without the ones that are None."""
    return {name: value for name, value in options.items() if value is not None}


def encoded(body: Any) -> bytes:
    """A body as JSON; dates and UUIDs as text. Raises `ValidationError`."""
    try:
        text = json.dumps(
            body,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
            default=_plain,
        )
        return text.encode()
    except (TypeError, ValueError, RecursionError) as exc:
        msg = f"An argument cannot be sent as JSON: {exc}"
        raise ValidationError(msg) from exc


def query_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as query parameters: objects become JSON, dates text, lists repeat."""
    return {name: _parameter(value) for name, value in given(options).items()}


def _segment(part: Any) -> str:
    text = "" if part is None else str(part)
    if not text.strip():
        msg = "An id must not be blank."
        raise ValidationError(msg)
    try:
        safe = quote(text, safe="")
    except UnicodeEncodeError as exc:
        msg = "An id must be valid Unicode."
        raise ValidationError(msg) from exc
    # A segment of dots would be taken for a direction.
    return safe if text.strip(".") else safe.replace(".", "%2E")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    msg = f"a {type(value).__name__} is not a JSON value"
    raise TypeError(msg)


def _parameter(value: Any) -> Any:
    if isinstance(value, Mapping):
        return encoded(value).decode()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return [_parameter(item) for item in value]
    return _plain(value) if isinstance(value, dt.date | UUID) else value
