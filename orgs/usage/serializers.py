"""Queries of the usage and request log routes, checked field by field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from uuid import UUID

from mem0.entities import ENTITY_IDS
from mem0.exceptions import ValidationError
from orgs import limits
from orgs.usage import periods
from orgs.usage.log import Wanted

Query = Mapping[str, str]

_CLASS = re.compile(r"([1-5])xx", re.IGNORECASE)


def asked_period(query: Query) -> periods.Period:
    """`from`, `to` and `interval`. Raises `ValidationError`."""
    interval = query.get("interval") or periods.HOUR
    if interval not in periods.STEPS:
        known = " or ".join(periods.STEPS)
        raise ValidationError(f"interval must be {known}, not {interval[:40]!r}.")
    return periods.period(_time(query, "from"), _time(query, "to"), interval)


def asked_key(query: Query) -> UUID | None:
    """The id of a key. Raises `ValidationError`."""
    return _uuid(query, "key_id")


def asked_verb(query: Query) -> str | None:
    """A verb, whether or not there are requests of it."""
    return _text(query, "verb")


def asked_requests(query: Query) -> Wanted:
    """The conditions of the log. Raises `ValidationError`."""
    slower = query.get("slower_than")
    return Wanted(
        verb=asked_verb(query),
        method=(_text(query, "method") or "").upper() or None,
        route=_text(query, "route"),
        status=_status(query.get("status")),
        key_id=_uuid(query, "key_id"),
        request_id=_text(query, "request_id"),
        start=_time(query, "from"),
        end=_time(query, "to"),
        slower_than=(
            float(limits.check_integer(slower, "slower_than", 0, 10**9))
            if slower
            else None
        ),
        entities={
            name: limits.check_entity_id(query[name], name)
            for name in ENTITY_IDS
            if query.get(name)
        },
        before=_uuid(query, "before"),
    )


def asked_limit(query: Query, usual: int, most: int = 200) -> int:
    """How many rows. Raises `ValidationError` for none and for too many."""
    given = query.get("limit")
    return limits.check_integer(given, "limit", 1, most) if given else usual


def _text(query: Query, name: str) -> str | None:
    given = query.get(name)
    return limits.check_text(given, name, 400) if given else None


def _time(query: Query, name: str) -> dt.datetime | None:
    given = query.get(name)
    if not given:
        return None
    return limits.check_timestamp(given, name)


def _uuid(query: Query, name: str) -> UUID | None:
    given = query.get(name)
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise ValidationError(f"{name} must be a UUID.") from None


def _status(given: str | None) -> tuple[int, int] | None:
    """A status, a class (`4xx`) or `error` for everything from 400 on."""
    if not given:
        return None
    if given == "error":
        return 400, 599
    found = _CLASS.fullmatch(given)
    if found:
        first = int(found[1]) * 100
        return first, first + 99
    if given.isascii() and given.isdecimal() and 100 <= int(given) <= 599:
        return int(given), int(given)
    msg = "status must be a number, a class such as 4xx, or error."
    raise ValidationError(msg)
