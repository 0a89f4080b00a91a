"""How much of anything a request may carry, and the checks that say so.

Every limit of the API stands here once, with its unit, so that the documentation can
print them and an error can name the number it broke. The setting `LIMITS` overrides
them by name. The checks return the cleaned value or raise `ValidationError` with a
sentence that says what was given and what is allowed; none of them touches a database.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings

from mem0.exceptions import ConfigurationError, ValidationError
from mem0.memory.filter_values import (
    MAX_ID_CHARACTERS,
    MAX_INTEGER,
    day,
    identifier,
    kind,
    moment,
    uuid_text,
)
from mem0.memory.filters import FilterLimits

T = TypeVar("T")

_FILTER = FilterLimits()


def _limit(default: int, unit: str, about: str) -> int:
    made: int = field(default=default, metadata={"unit": unit, "about": about})
    return made


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of the API. A value equal to the limit is still accepted."""

    body: int = _limit(2 * 1024 * 1024, "bytes", "one request body")
    json_depth: int = _limit(64, "levels", "objects and lists inside each other")
    integer: int = _limit(MAX_INTEGER, "", "absolute value of an integer (2^53)")
    id_length: int = _limit(MAX_ID_CHARACTERS, "characters", "one entity id")
    idempotency_key: int = _limit(255, "characters", "one Idempotency-Key")
    request_id: int = _limit(200, "characters", "one X-Request-ID")
    messages: int = _limit(1000, "messages", "one add")
    message: int = _limit(100 * 1024, "bytes", "the text of one message")
    attachments: int = _limit(10, "files", "images and documents of one add")
    attachment: int = _limit(20 * 1024 * 1024, "bytes", "one image or document")
    pages: int = _limit(200, "pages", "one PDF")
    document: int = _limit(512 * 1024, "bytes", "the text of one document")
    memory: int = _limit(10 * 1024, "bytes", "the text of one memory")
    query: int = _limit(10 * 1024, "bytes", "the text of one search")
    instructions: int = _limit(20 * 1024, "bytes", "custom instructions")
    metadata: int = _limit(64 * 1024, "bytes", "the metadata of one memory, as JSON")
    metadata_depth: int = _limit(32, "levels", "objects and lists inside metadata")
    batch: int = _limit(1000, "memories", "one batch update or delete")
    top_k: int = _limit(1000, "results", "one search")
    page_size: int = _limit(200, "rows", "one page of a list")
    filter_size: int = _limit(_FILTER.size, "bytes", "one filter, as JSON")
    filter_depth: int = _limit(_FILTER.depth, "levels", "AND, OR and NOT nested")
    filter_conditions: int = _limit(_FILTER.leaves, "conditions", "one filter")
    filter_values: int = _limit(_FILTER.values, "values", "one `in` or `nin`")
    first_year: int = _limit(1970, "", "earliest year of a timestamp")
    last_year: int = _limit(9999, "", "latest year of a timestamp")

    @property
    def filters(self) -> FilterLimits:
        """The limits the filter parser takes."""
        return FilterLimits(
            depth=self.filter_depth,
            leaves=self.filter_conditions,
            values=self.filter_values,
            size=self.filter_size,
        )


def current() -> Limits:
    """The limits in force. Raises ConfigurationError for an override of no limit."""
    return _with(tuple(getattr(settings, "LIMITS", {}).items()))


@lru_cache(maxsize=8)
def _with(overrides: tuple[tuple[str, int], ...]) -> Limits:
    known = {each.name for each in fields(Limits)}
    for name, value in overrides:
        if name not in known or isinstance(value, bool) or not isinstance(value, int):
            raise ConfigurationError(
                f"LIMITS: {name!r}: {value!r} is not a limit; the names are "
                f"{', '.join(sorted(known))} and each takes an integer."
            )
    return Limits(**dict(overrides))


def table() -> list[tuple[str, int, str, str]]:
    """(name, value, unit, what it bounds) of every limit, for the documentation."""
    now = current()
    return [
        (
            each.name,
            getattr(now, each.name),
            each.metadata["unit"],
            each.metadata["about"],
        )
        for each in fields(Limits)
    ]


def check_entity_id(value: Any, name: str) -> str:
    """An id trimmed and in NFC; integers become strings."""
    return _read(name, lambda: identifier(value, current().id_length))


def check_uuid(value: Any, name: str) -> str:
    """The canonical text of a UUID."""
    return _read(name, lambda: uuid_text(value))


def check_text(value: Any, name: str, limit: int, *, blank: bool = False) -> str:
    """A text of at most `limit` bytes of UTF-8; NUL, which no database stores,
    becomes U+FFFD."""
    if not isinstance(value, str):
        raise ValidationError(f"{name} must be a string, not {kind(value)}.")
    if not blank and not value.strip():
        raise ValidationError(f"{name} must not be blank.")
    text = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    size = _bytes(text, name)
    if size > limit:
        raise ValidationError(f"{name} has {size} bytes, at most {limit} are allowed.")
    return text


def check_integer(value: Any, name: str, least: int, most: int) -> int:
    """An integer between two bounds, both included; digits in a string count."""
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal():
        # A bounded prefix: int() refuses thousands of digits with its own error.
        value = int(value.strip()[:20])
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValidationError(f"{name} must be an integer, not {kind(value)}.")
    if not least <= value <= most:
        raise ValidationError(f"{name} must be between {least} and {most}.")
    return value


def check_timestamp(value: Any, name: str = "timestamp") -> dt.datetime:
    """Epoch seconds or ISO 8601 as an aware datetime in UTC; a date is its start."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value.strip()[:20])
    at = _read(name, lambda: moment(value))
    if not isinstance(at, dt.datetime):
        at = dt.datetime.combine(at, dt.time.min, tzinfo=dt.UTC)
    limits = current()
    if not limits.first_year <= at.year <= limits.last_year:
        raise ValidationError(
            f"{name} must be between the years {limits.first_year} and "
            f"{limits.last_year}."
        )
    return at


def check_expiration_date(value: Any, name: str = "expiration_date") -> dt.date:
    """A calendar day (YYYY-MM-DD); of a time, its day in UTC."""
    if not isinstance(value, str | dt.date):
        raise ValidationError(
            f"{name} must be a date such as 2026-12-31, not {kind(value)}."
        )
    return _read(name, lambda: day(value))


def check_metadata(value: Any, name: str = "metadata") -> dict[str, Any]:
    """An object that is the same for everyone who reads it: bounded in depth and
    size, without NUL, NaN or integers beyond 2^53."""
    if not isinstance(value, Mapping):
        raise ValidationError(f"{name} must be an object, not {kind(value)}.")
    limits = current()
    deepest = max(_walk(value, name), default=0)
    if deepest > limits.metadata_depth:
        raise ValidationError(
            f"{name} is {deepest} levels deep, at most {limits.metadata_depth} are "
            "allowed."
        )
    size = len(json.dumps(value, ensure_ascii=False).encode())
    if size > limits.metadata:
        raise ValidationError(
            f"{name} has {size} bytes, at most {limits.metadata} are allowed."
        )
    return dict(value)


def _walk(value: Any, name: str) -> list[int]:
    """The depth of every container, each scalar checked; needs no recursion."""
    depths: list[int] = []
    pending: list[tuple[Any, int]] = [(value, 1)]
    while pending:
        node, depth = pending.pop()
        if isinstance(node, Mapping):
            for key in node:
                _check_stored(key, f"a key of {name}")
            children = list(node.values())
        elif isinstance(node, list):
            children = node
        else:
            _check_scalar(node, name)
            continue
        depths.append(depth)
        pending.extend((child, depth + 1) for child in children)
    return depths


def _check_scalar(value: Any, name: str) -> None:
    match value:
        case None | bool():
            return
        case str():
            _check_stored(value, name)
        case int() if abs(value) <= current().integer:
            return
        case int():
            raise ValidationError(
                f"{name} must not hold integers beyond ±2^53; send them as strings."
            )
        case float() if math.isfinite(value):
            return
        case float():
            raise ValidationError(f"{name} must not hold NaN or infinite numbers.")
        case _:
            raise ValidationError(f"{name} cannot hold {kind(value)}.")


def _check_stored(text: Any, name: str) -> None:
    if not isinstance(text, str):
        raise ValidationError(f"{name} must be a string, not {kind(text)}.")
    if "\0" in text:
        raise ValidationError(f"{name} must not contain the NUL character.")
    _bytes(text, name)


def _bytes(text: str, name: str) -> int:
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        raise ValidationError(
            f"{name} must not contain half a surrogate pair."
        ) from None


def _read(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except ValueError as error:
        raise ValidationError(f"{name} {error}.") from None
