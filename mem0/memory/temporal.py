"""Time in words: what a query asks about and what a statement speaks of.

Pure functions of a text, a reference instant and a time zone. Periods are half
open (`start <= t < end`) and in UTC, cut at the midnights of the time zone. It is
apart from the extractor because search reads queries with the same rules.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mem0.memory.dates.finder import (
    GRAMMARS,
    MAX_SCAN,
    MONTH_NAMES,
    TO,
    Mention,
    mentions,
)
from mem0.memory.dates.grammar import Grammar
from mem0.memory.dates.periods import Period, year_of

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
IS = re.compile(
    r"\s+(?:is|was|will be|marks|es|est|ist|é|è|fue|foi|war)\b", re.IGNORECASE
)
YEAR = re.compile(r"(?<![\w.,$€£-])(?:19|20)\d\d(?![\w-]|[.,]\d)")
OPEN_END = re.compile(r"\b(?:since|from|desde|depuis|seit|sinds|с)\s*$", re.IGNORECASE)
BEFORE = re.compile(
    r"\b(?:before|until|till|prior to|by|antes del?|hasta|avant|vor|bis|até|antes de|"
    r"prima del?|voor|tot|до)\s*$",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\b(?:after|después del?|après|nach|depois de|dopo|na|после)\s*$", re.IGNORECASE
)
JOINED = re.compile(
    r"^\s*(?:and|to|until|till|through|-|–|y|a|hasta|et|à|au|und|bis|e|até|en|tot|и|до)\s*(?:the\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The time a query asks about. Not `certain`: the year or day was inferred."""

    start: dt.datetime
    end: dt.datetime
    certain: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """A statement with absolute dates, and the time it speaks of if it names one.

    `bare` is the text without its mentions of time, for rules that read values.
    """

    text: str
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    bare: str = ""


@lru_cache(maxsize=256)
def zone(name: str) -> dt.tzinfo:
    """The time zone of this IANA name; UTC when there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return dt.UTC


def window(
    query: str, reference: dt.datetime, tz: str = "UTC", *, language: str | None = None
) -> TimeWindow | None:
    """The time the query asks about, read from `reference`; None if it names none.

    "before X" begins in 1970, "since X" and "after X" end at the reference (or
    with X, when X lies ahead).
    """
    text = query[:MAX_SCAN]
    found = _found(text, _local(reference, tz), language)[1] or _years(text)
    if not found:
        return None
    first, last = found[0], _partner(text, found)
    start, end = _instants(first.period, tz)[0], _instants(last.period, tz)[1]
    start, end = _opened(text, first, (start, end), reference)
    return TimeWindow(start, end, first.period.certain and last.period.certain)


def resolve(
    text: str, said_at: dt.datetime, tz: str = "UTC", *, language: str | None = None
) -> Resolved:
    """The text with relative times made absolute, as said at `said_at` in `tz`."""
    code, found = _found(text, _local(said_at, tz), language)
    if not found:
        return Resolved(text, bare=text)
    bare = _replaced(text, [(mention, "") for mention in found])
    worded = [(m, _wording(text, m, GRAMMARS[code])) for m in found if not m.absolute]
    main = _main(found)
    start, end = _instants(main.period, tz)
    if main is found[0] and len(found) > 1 and _ranges(text, *found[:2]):
        end = max(end, _instants(found[1].period, tz)[1])
    return Resolved(_replaced(text, worded), start, end, " ".join(bare.split()))


def _main(found: Sequence[Mention]) -> Mention:
    """The most precise mention: "last year, on 3 May 2022" speaks of the day."""
    return min(found, key=lambda m: (m.period.last - m.period.first, m.start))


def _found(
    text: str, today: dt.date, language: str | None
) -> tuple[str, list[Mention]]:
    """The language that explains the most of the text, and its mentions."""
    codes = [language] if language in GRAMMARS else list(GRAMMARS)
    best: tuple[str, list[Mention]] = ("en", [])
    for code in codes:
        found = mentions(text, today, code or "en")
        if sum(m.end - m.start for m in found) > sum(m.end - m.start for m in best[1]):
            best = (code or "en", found)
    return best


def _local(instant: dt.datetime, tz: str) -> dt.date:
    return instant.astimezone(zone(tz)).date()


def _midnight(date: dt.date, tz: str) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(), zone(tz)).astimezone(dt.UTC)


def _instants(period: Period, tz: str) -> tuple[dt.datetime, dt.datetime]:
    try:
        after = period.last + dt.timedelta(days=1)
        return _midnight(period.first, tz), _midnight(after, tz)
    except OverflowError:
        return EPOCH, EPOCH


def _years(text: str) -> list[Mention]:
    """A bare year in a query names that year."""
    match = YEAR.search(text)
    if match is None:
        return []
    period = year_of(dt.date(int(match[0]), 1, 1)).unsure()
    return [Mention(match.start(), match.end(), period, absolute=True)]


def _partner(text: str, found: Sequence[Mention]) -> Mention:
    """The mention that ends a range ("between May and July"), or the first itself."""
    if len(found) > 1 and JOINED.match(text[found[0].end : found[1].start]):
        later = found[1].period.last >= found[0].period.first
        return found[1] if later else found[0]
    return found[0]


def _ranges(text: str, first: Mention, second: Mention) -> bool:
    """Whether nothing but "to" stands between two mentions."""
    between = text[first.end : second.start].strip()
    return TO.fullmatch(between) is not None or (
        not between and TO.match(text, second.start) is not None
    )


def _opened(
    text: str,
    mention: Mention,
    ends: tuple[dt.datetime, dt.datetime],
    reference: dt.datetime,
) -> tuple[dt.datetime, dt.datetime]:
    """The period widened by a "before", "after" or "since" in front of it."""
    head = text[: mention.end]
    cut = head[: mention.start] + " " + head[mention.start :].split(" ")[0]
    for lead in (head[: mention.start], cut):
        if BEFORE.search(lead):
            return EPOCH, ends[0]
        if AFTER.search(lead):
            return ends[1], max(reference, ends[1])
        if OPEN_END.search(lead):
            return ends[0], max(reference, ends[1])
    return ends


def _replaced(text: str, worded: Sequence[tuple[Mention, str]]) -> str:
    for mention, words in reversed(worded):
        text = text[: mention.start] + words + text[mention.end :]
    return text


def _wording(text: str, mention: Mention, grammar: Grammar) -> str:
    """The period in the language's words, with the preposition that fits here."""
    preposition, form = grammar.wording[mention.period.precision]
    date = mention.period.first
    names = {number: name for name, number in reversed(list(grammar.months.items()))}
    words = form.format(
        d=date.day,
        month=_cased(names[date.month], grammar),
        y=date.year,
        season=_cased(mention.period.word, grammar),
    )
    said = text[mention.start : mention.end]
    kept = re.match(rf"{grammar.keep}\s", said, re.IGNORECASE)
    if kept and grammar.code == "en":
        return kept[0] + words
    if preposition and _needs_preposition(text, mention, grammar):
        words = f"{preposition} {words}"
    at_start = not text[: mention.start].strip()
    return words[0].upper() + words[1:] if at_start and said[0].isupper() else words


def _needs_preposition(text: str, mention: Mention, grammar: Grammar) -> bool:
    """Not after a "since", and not where "'s" makes the date a possessor."""
    lead = text[max(0, mention.start - 20) : mention.start]
    if re.search(rf"\b{grammar.keep}\s+$", lead, re.IGNORECASE):
        return False
    tail = text[mention.end : mention.end + 12]
    return not (tail.startswith(("'s", "’s")) or (not lead.strip() and IS.match(tail)))


def _cased(word: str, grammar: Grammar) -> str:
    if grammar.code == "en" and word.title() in MONTH_NAMES:
        return word.title()
    return word.title() if grammar.code == "de" else word
