"""Reads the operands of a filter: ids, times, dates, JSON scalars.

Every function takes what came over the wire and returns the one form the tree
holds, or raises ValueError with a sentence that starts with a verb ("must be …").
The caller knows the field and puts its name in front.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

MAX_ID_CHARACTERS = 255
MAX_INTEGER = 2**53
"""Beyond it a double, and so JavaScript, cannot tell neighbours apart."""

MILLISECONDS_FROM = 10**11
"""Epoch seconds reach it in the year 5138; epoch milliseconds had it in 1973."""

_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d(?::?\d\d).*)?", re.ASCII)


_KINDS = (
    (type(None), "null"),
    (bool, "a boolean"),
    (int | float, "a number"),
    (str, "a string"),
    (Mapping, "an object"),
    (list | tuple, "a list"),
)


def kind(value: Any) -> str:
    """What a value is called in an error message."""
    for types, name in _KINDS:
        if isinstance(value, types):
            return name
    return f"a {type(value).__name__}"


def identifier(value: Any, limit: int = MAX_ID_CHARACTERS) -> str:
    """An id as it is stored: trimmed, in NFC; integers become their digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {kind(value)}")
    text = unicodedata.normalize("NFC", value.strip())
    if not text:
        raise ValueError("must not be blank")
    if len(text) > limit:
        raise ValueError(f"has {len(text)} characters, at most {limit} are allowed")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise ValueError("must not contain control characters")
    return text


def uuid_text(value: Any) -> str:
    """The canonical text of a UUID."""
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        raise ValueError("must be a valid UUID") from None


def phrase(value: Any) -> str:
    """A string with something in it."""
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {kind(value)}")
    if not value:
        raise ValueError("must not be empty")
    return value


def scalar(value: Any) -> str | int | float | bool:
    """A JSON scalar that is the same number everywhere it is read."""
    if not isinstance(value, str | int | float):
        raise ValueError(f"must be a string, a number or a boolean, not {kind(value)}")
    if isinstance(value, bool | str):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a finite number")
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise ValueError("must be an integer between -2^53 and 2^53")
    return value


def sortable(value: Any) -> str | int | float:
    """A JSON scalar that has an order: a string or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"must be a string or a number, not {kind(value)}")
    return scalar(value)


def moment(value: Any) -> dt.datetime | dt.date:
    """A point in time (aware, UTC), or a whole day where only a date is given.

    Takes ISO 8601 with or without an offset (none means UTC), epoch seconds, and
    Python's own `datetime` and `date`.
    """
    match value:
        case dt.datetime():
            return _in_utc(value)
        case dt.date():
            return value
        case bool():
            raise ValueError("must be a time, not a boolean")
        case int() | float():
            return from_epoch(value)
        case str():
            return _from_text(value.strip())
        case _:
            raise ValueError(f"must be a time, not {kind(value)}")


def day(value: Any) -> dt.date:
    """A calendar day; of a point in time, its day in UTC."""
    at = moment(value)
    return at.date() if isinstance(at, dt.datetime) else at


def from_epoch(seconds: float) -> dt.datetime:
    """Epoch seconds as an aware datetime in UTC, to the microsecond."""
    if not abs(seconds) < MILLISECONDS_FROM:  # so written, it is true of NaN as well
        raise ValueError(
            "must be in seconds since 1970; the number is so large that it looks "
            "like milliseconds"
        )
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    try:
        return epoch + dt.timedelta(seconds=seconds)
    except OverflowError:
        raise ValueError("must be a time between the years 1 and 9999") from None


def _from_text(text: str) -> dt.datetime | dt.date:
    if not _ISO_TIME.fullmatch(text):
        raise ValueError(
            "must be an ISO 8601 date or time such as 2026-01-31 or "
            "2026-01-31T09:30:00+00:00, or epoch seconds"
        )
    try:
        if len(text) == len("2026-01-31"):
            return dt.date.fromisoformat(text)
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a date and time that exists") from None
    return _in_utc(at)


def _in_utc(at: dt.datetime) -> dt.datetime:
    if at.tzinfo is None:
        return at.replace(tzinfo=dt.UTC)
    try:
        return at.astimezone(dt.UTC)
    except OverflowError:
        raise ValueError("must be a time between the years 1 and 9999") from None
