"""Values inside a sentence: numbers, dates, addresses, options of an enumeration."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dateutil import parser as dates

from memories.notes import Note, Wanted, terms_of

_NUMBER = re.compile(r"(?<![\w.,/-])[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w/-])"
                     r"|(?<![\w.,/-])[-+]?\d+(?:\.\d+)?(?![\d/-])")  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})\b",
    re.IGNORECASE,
)
_PLAIN_PATTERNS = {
    "email": re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    "uri": re.compile(r"\bhttps?://[^\s<>\"']{1,2000}[^\s<>\"'.,;:!?)]"),
    "phone": re.compile(r"(?<!\w)\+?\d[\d ()/-]{5,18}\d(?!\w)"),
}
_NAMED = {
    "email": "email", "mail": "email", "website": "uri", "url": "uri", "uri": "uri",
    "homepage": "uri", "phone": "phone", "telephone": "phone", "mobile": "phone",
}  # fmt: skip

Reader = Callable[[Note, Wanted, Mapping[str, Any]], Iterator[Any]]


def pattern_kind(name: str, node: Mapping[str, Any]) -> str | None:
    """Which kind of address a text property holds, by its format or its name."""
    given = str(node.get("format", ""))
    if given in _PLAIN_PATTERNS:
        return given
    words = [word.lower() for word in _WORD.findall(name.replace("_", " "))]
    return next((_NAMED[word] for word in words if word in _NAMED), None)


def addresses(note: Note, kind: str) -> Iterator[str]:
    """The e-mail addresses, links or telephone numbers of a memory."""
    yield from (found[0] for found in _PLAIN_PATTERNS[kind].finditer(note.text))


def numbers(note: Note, wanted: Wanted, node: Mapping[str, Any]) -> Iterator[Any]:
    """The numbers of a memory, those next to a word that was asked for first."""
    text = _DATE.sub(lambda found: " " * len(found[0]), note.text)
    asked = [
        (word.start() + word.end()) / 2
        for word in _WORD.finditer(text)
        if terms_of(word[0]) & frozenset(wanted.own)
    ]
    found = [
        (min((abs(match.start() - at) for at in asked), default=0.0), match[0])
        for match in _NUMBER.finditer(text)
    ]
    for _, digits in sorted(found, key=lambda pair: pair[0]):
        value = float(digits.replace(",", "")[:30])
        if value.is_integer():
            yield int(value)
        elif node.get("type") == "number":
            yield value


def times(note: Note, wanted: Wanted, node: Mapping[str, Any]) -> Iterator[str]:
    """The dates a memory names, else the time it speaks of, as ISO 8601."""
    whole = node.get("format") == "date-time"
    start = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    for found in _DATE.finditer(note.text):
        try:
            moment = dates.parse(found[0], default=start)
        except (ValueError, OverflowError):
            continue
        yield moment.isoformat() if whole else moment.date().isoformat()
    if note.event_start is not None:
        moment = note.event_start
        yield moment.isoformat() if whole else moment.date().isoformat()


def options(note: Note, wanted: Wanted, node: Mapping[str, Any]) -> Iterator[Any]:
    """The options of an enumeration that a memory names and does not deny."""
    if note.negated:
        return
    said = note.text.casefold()
    for option in node["enum"]:
        named = terms_of(str(option))
        inside = named <= note.terms if named else str(option).casefold() in said
        if option is not None and inside:
            yield option


def booleans(note: Note, wanted: Wanted, node: Mapping[str, Any]) -> Iterator[bool]:
    """Whether it is so, of a memory that speaks of it."""
    yield not note.negated


def texts(note: Note, wanted: Wanted, node: Mapping[str, Any]) -> Iterator[str]:
    """The value where the memory fills the slot that was asked for, else what it says."""
    filled = note.value and note.slot & frozenset(wanted.own)
    yield note.value if filled and note.value else note.text


def reader(node: Mapping[str, Any]) -> Reader:
    """How values of a scalar schema are read."""
    if node.get("enum"):
        return options
    if node.get("format") in {"date", "date-time"}:
        return times
    return {"integer": numbers, "number": numbers, "boolean": booleans}.get(
        str(node.get("type")), texts
    )


def values(
    name: str, node: Mapping[str, Any], note: Note, wanted: Wanted
) -> Iterator[Any]:
    """The values a memory has for a scalar property, the likeliest first."""
    kind = pattern_kind(name, node)
    if kind and node.get("type") == "string":
        yield from addresses(note, kind)
    else:
        yield from reader(node)(note, wanted, node)
