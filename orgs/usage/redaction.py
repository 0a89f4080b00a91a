"""Bodies as they may be kept: without secrets, and not longer than a few pages."""

from __future__ import annotations

import re
from typing import Any

import orjson

from orgs import sensitive

MOST = 8 * 1024
"""Characters kept of one body."""
HIDDEN = "[redacted]"

_NAMES = re.compile(
    r"(?i)secret|passw|token|credential|authorization|cookie|private|signature"
    r"|(?:^|[_-])pin$|api[_-]?key|access[_-]?key|^key$|^code$"
)
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){12}")
_VALUES = re.compile(
    r"m0-[0-9A-Za-z]{20,}"  # our keys
    r"|whsec_[0-9A-Za-z+/=]{16,}"
    r"|\bsk-[0-9A-Za-z_-]{16,}"
    r"|\b(?:ghp|gho|xox[abp])[_-][0-9A-Za-z-]{16,}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|(?i:\bBearer\s+)[0-9A-Za-z._~+/=-]{16,}"
    r"|\beyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]*"  # a JWT
)


def body(data: Any) -> str:
    """Parsed JSON as text to be kept; empty for nothing."""
    if data in (None, "", {}, []):
        return ""
    try:
        written = orjson.dumps(cleaned(data), default=str).decode()
    except (TypeError, RecursionError):
        return ""
    return cut(written)


def cleaned(data: Any) -> Any:
    """The same data with the values of secret names, and what looks like a key,
    replaced."""
    if isinstance(data, dict):
        return {
            name: HIDDEN if _NAMES.search(str(name)) and value else cleaned(value)
            for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [cleaned(each) for each in data]
    return text(data) if isinstance(data, str) else data


def text(value: str) -> str:
    """A text in which whatever looks like a key, or is a card's number, is replaced."""
    found = (
        sensitive.find(value, [sensitive.CARD]) if _LONG_NUMBER.search(value) else []
    )
    for each in reversed(found):
        value = f"{value[: each.start]}{HIDDEN}{value[each.end :]}"
    return _VALUES.sub(HIDDEN, value)


def cut(written: str) -> str:
    """At most `MOST` characters, and a word on how much is missing."""
    if len(written) <= MOST:
        return written
    return f"{written[:MOST]}… ({len(written) - MOST} more characters)"
