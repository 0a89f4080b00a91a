"""JSON answers: timestamps that every client parses, numbers that every client reads.

A timestamp always carries microseconds and `+00:00`; a NaN, which JSON has no word
for, is a bug of ours and raises instead of leaving as null.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS


class JSONRenderer(BaseRenderer):
    """Renders with orjson, in UTF-8."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The bytes of the answer; a 204 alone has none.

        Raises ValueError for NaN and infinities, TypeError for what is no JSON.
        """
        response = (renderer_context or {}).get("response")
        if data is None and response is not None and response.status_code == 204:
            return b""
        return dumps(data)


def dumps(data: Any) -> bytes:
    """JSON as every answer is written; NaN, which JSON has not, becomes null."""
    try:
        return orjson.dumps(data, default=_default, option=_OPTIONS)
    except TypeError:
        return orjson.dumps(_narrowed(data), default=_default, option=_OPTIONS)


def _narrowed(data: Any) -> Any:
    """The same with integers beyond 64 bits as floats: 1e300 comes back from the
    database as an integer of 301 digits."""
    if isinstance(data, Mapping):
        return {name: _narrowed(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_narrowed(value) for value in data]
    if isinstance(data, int) and not -(2**63) <= data < 2**63:
        return float(data)
    return data


def _default(value: Any) -> Any:
    match value:
        case dt.datetime():
            return instant(value)
        case dt.date() | dt.time():
            return value.isoformat()
        case Decimal():
            whole = value.is_finite() and value == value.to_integral_value()
            return int(value) if whole else float(value)
        case Promise():
            return str(value)
        case Mapping():
            return dict(value)
        case set() | frozenset():
            return sorted(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")


def instant(value: dt.datetime) -> str:
    """`2026-08-22T19:04:24.123456+00:00`; a naive time is taken for UTC."""
    if value.tzinfo is not dt.UTC:
        aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        value = aware.astimezone(dt.UTC)
    return value.isoformat(timespec="microseconds")
