"""Times as numbers: every store compares epoch seconds, whatever a caller wrote.

A date without a time stands for its whole day, in UTC, so `lte` on it reaches the
last microsecond; a time without a zone is in UTC.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST = dt.timedelta(days=1) - dt.timedelta(microseconds=1)


def epoch(value: Any, *, end: bool = False) -> float | None:
    """Epoch seconds of a number, ISO 8601 text, date or datetime; None if it is no time."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    moment = _moment(value)
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return (moment + _LAST if end and is_day(value) else moment).timestamp()


def is_day(value: Any) -> bool:
    """Whether it names a day without a time."""
    if isinstance(value, str):
        return bool(_DAY.fullmatch(value.strip()))
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _moment(value: Any) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    try:
        return dt.datetime.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        return None
