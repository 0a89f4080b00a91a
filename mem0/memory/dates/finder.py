"""Finds mentions of time in a text and computes the periods they name.

One compiled set of expressions a language; every expression is a sequence of
fixed words with single optional parts, so matching is linear in the text. The
text scanned is capped as well, which bounds the time for any input.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from dateutil import parser

from mem0.memory.dates import periods
from mem0.memory.dates.english import ENGLISH
from mem0.memory.dates.grammar import Grammar
from mem0.memory.dates.northern import DUTCH, GERMAN, RUSSIAN
from mem0.memory.dates.periods import Period
from mem0.memory.dates.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH

MAX_SCAN = 2_000
DAY = dt.timedelta(days=1)
GRAMMARS: Mapping[str, Grammar] = {
    grammar.code: grammar
    for grammar in (
        ENGLISH,
        SPANISH,
        FRENCH,
        GERMAN,
        PORTUGUESE,
        ITALIAN,
        DUTCH,
        RUSSIAN,
    )
}
MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a time, and which."""

    start: int
    end: int
    period: Period
    absolute: bool
    """The words stand alone (they name the year) and need no rewriting."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a phrase is read against: today, and whether the text looks back."""

    today: dt.date
    direction: int
    recurring: bool


SPANNING = ("in ", "im ", "через ")
"""Words of "in two years" that may also say how long something took."""
Reader = Callable[[Grammar, "re.Match[str]", Moment], "Period | None"]


def _words(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in ordered)


def _fill(grammar: Grammar, template: str) -> str:
    """The template's placeholders as named groups over the grammar's words."""
    parts = {
        "num": rf"(?P<num>\d{{1,3}}|{_words(grammar.numbers)})",
        "unit": rf"(?P<unit>{_words(grammar.units)})",
        "month": rf"(?P<month>{_words(grammar.months)})(?:\.(?=,? \d))?",
        "weekday": rf"(?P<weekday>{_words(grammar.weekdays)})",
        "day": r"(?P<day>\d{1,2})",
        "year": r"(?P<year>(?:19|20)\d\d)",
    }
    if "(?P<one>" in template:
        parts["unit"] = _words(grammar.units)
    for name, pattern in parts.items():
        template = template.replace(f"{{{name}}}", pattern)
    return template


def _compiled(pattern: str) -> re.Pattern[str]:
    spaced = pattern.replace(" ", r"[ \u00a0]{1,3}")
    return re.compile(rf"(?<![\w'’-])(?:{spaced})(?![\w-])", re.IGNORECASE)


def _relative(grammar: Grammar) -> str:
    """ "last week", "la semana pasada": a direction and what it points at."""
    direction = rf"(?P<dir>{_words(grammar.directions)})"
    named = "|".join(
        rf"(?P<{group}>{_words(words)})"
        for group, words in (
            ("unit", grammar.units),
            ("weekday", grammar.weekdays),
            ("season", grammar.seasons),
            ("month", grammar.months),
        )
    )
    if grammar.direction_first:
        return rf"{grammar.lead}(?:the )?{direction} (?:{named})"
    after = direction.replace("<dir>", "<dir2>")
    return rf"{grammar.lead}(?:{direction} )?(?:{named})(?: {after})?"


def _count(grammar: Grammar, match: re.Match[str]) -> int:
    words = match.groupdict()
    if words.get("one"):
        return 1
    number = words["num"].lower()
    return int(number) if number.isdigit() else grammar.numbers[number]


def _unit(grammar: Grammar, match: re.Match[str]) -> str:
    words = match.groupdict()
    return grammar.units[(words.get("unit") or words["one"]).lower()]


def _read_ago(grammar: Grammar, match: re.Match[str], moment: Moment) -> Period | None:
    unit = _unit(grammar, match)
    return periods.shifted(moment.today, -_count(grammar, match), unit)


def _read_ahead(
    grammar: Grammar, match: re.Match[str], moment: Moment
) -> Period | None:
    if moment.direction < 0 and match[0].lower().startswith(SPANNING):
        return None  # "I learned it in two years" is a duration
    unit = _unit(grammar, match)
    return periods.shifted(moment.today, _count(grammar, match), unit)


def _read_offset(
    grammar: Grammar, match: re.Match[str], moment: Moment
) -> Period | None:
    days, part = grammar.offsets[match["offset"].lower()]
    return periods.day(moment.today + dt.timedelta(days=days), part)


def _read_relative(
    grammar: Grammar, match: re.Match[str], moment: Moment
) -> Period | None:
    words = {name: word.lower() for name, word in match.groupdict().items() if word}
    said = words.get("dir") or words.get("dir2")
    if said is None:
        return None
    direction = grammar.directions[said]
    if "unit" in words:
        return _relative_unit(grammar.units[words["unit"]], direction, moment)
    if "weekday" in words:
        weekday = grammar.weekdays[words["weekday"]]
        if direction > 0 and grammar.coming:
            return periods.nth_weekday(moment.today + DAY, weekday, 0)
        return periods.nth_weekday(moment.today, weekday, direction)
    if "season" in words:
        month = grammar.seasons[words["season"]]
        return periods.nth_season(moment.today, month, direction, words["season"])
    return periods.nth_month(moment.today, grammar.months[words["month"]], direction)


def _relative_unit(unit: str, direction: int, moment: Moment) -> Period | None:
    if unit == "day":
        return periods.day(moment.today) if direction == 0 else None
    if unit in {"hour", "minute"}:
        return None
    weekend_ahead = unit == "weekend" and moment.today.weekday() < periods.SATURDAY
    if weekend_ahead and direction == 0 and moment.direction < 0:
        direction = -1  # "this weekend I ran": the one that is over
    return periods.shifted(moment.today, direction, unit)


def _read_date(grammar: Grammar, match: re.Match[str], moment: Moment) -> Period | None:
    words = match.groupdict()
    month = MONTH_NAMES[grammar.months[words["month"].lower()] - 1]
    if words.get("year"):
        return _parsed(f"{words['day']} {month} {words['year']}")
    if moment.recurring:
        return None
    found = _parsed(f"{words['day']} {month} {moment.today.year}")
    if found is None:
        return None
    return _nearest(found, moment)


def _nearest(found: Period, moment: Moment) -> Period:
    """The yearless date in the year the text's tense points at."""
    date = found.first
    years = -1 if moment.direction < 0 and date > moment.today else 0
    years += 1 if moment.direction >= 0 and date < moment.today else 0
    return periods.day(date + periods.STEPS["year"] * years).unsure()


def _parsed(text: str, *, dayfirst: bool = False) -> Period | None:
    try:
        return periods.day(parser.parse(text, dayfirst=dayfirst).date())
    except (ValueError, OverflowError):
        return None


def _read_month_year(
    grammar: Grammar, match: re.Match[str], _moment: Moment
) -> Period | None:
    month = grammar.months[match["month"].lower()]
    return periods.month_of(dt.date(int(match["year"]), month, 1))


def _read_month(
    grammar: Grammar, match: re.Match[str], moment: Moment
) -> Period | None:
    if moment.recurring:
        return None
    month = grammar.months[match["month"].lower()]
    ahead = 1 if moment.direction >= 0 and month < moment.today.month else 0
    back = -1 if moment.direction < 0 and month > moment.today.month else 0
    return periods.month_of(
        dt.date(moment.today.year + ahead + back, month, 1)
    ).unsure()


AHEAD = re.compile(r"(?:for|by|until)\b", re.IGNORECASE)
"""What is booked for a weekday, or due by it, is still to come."""


def _read_weekday(
    grammar: Grammar, match: re.Match[str], moment: Moment
) -> Period | None:
    if moment.recurring:
        return None
    weekday = grammar.weekdays[match["weekday"].lower()]
    looks_back = moment.direction < 0 and not AHEAD.match(match[0])
    direction = -1 if looks_back else 0
    found = periods.nth_weekday(moment.today, weekday, direction)
    part = (match.groupdict().get("part") or "").lower()
    return periods.day(found.first, part).unsure()


def _read_day(_grammar: Grammar, match: re.Match[str], moment: Moment) -> Period | None:
    """ "on the 5th": of this month, or of the one the tense points at."""
    if moment.recurring:
        return None
    date = moment.today.replace(day=int(match["day"]))
    months = -1 if moment.direction < 0 and date > moment.today else 0
    months += 1 if moment.direction >= 0 and date < moment.today else 0
    return periods.day(date + periods.STEPS["month"] * months).unsure()


def _read_year(
    _grammar: Grammar, match: re.Match[str], _moment: Moment
) -> Period | None:
    return periods.year_of(dt.date(int(match["year"]), 1, 1))


def _read_numeric(
    grammar: Grammar, match: re.Match[str], _moment: Moment
) -> Period | None:
    text = match[0]
    if re.match(r"\d{4}", text):
        return _parsed(text)
    found = _parsed(text, dayfirst=grammar.code != "en" or "." in text)
    ambiguous = all(int(part) <= 12 for part in re.split(r"[./-]", text)[:2])
    return found.unsure() if found and ambiguous and "/" in text else found


NUMERIC = r"(?:(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)"


@cache
def _rules(code: str) -> tuple[tuple[re.Pattern[str], Reader, bool], ...]:
    """The language's expressions, most specific first, and whether each is absolute."""
    grammar = GRAMMARS[code]
    offsets = rf"(?P<offset>{_words(grammar.offsets)})"
    rules: list[tuple[str, Reader, bool]] = [(NUMERIC, _read_numeric, True)]
    rules += [(template, _read_date, "{year}" in template) for template in grammar.date]
    rules += [(template, _read_month_year, True) for template in grammar.month_year]
    rules += [(template, _read_ago, False) for template in grammar.ago]
    rules += [(template, _read_ahead, False) for template in grammar.ahead]
    rules += [
        (offsets, _read_offset, False),
        (_relative(grammar), _read_relative, False),
    ]
    rules += [(template, _read_day, False) for template in grammar.day_of_month]
    rules += [(template, _read_weekday, False) for template in grammar.on]
    rules += [(template, _read_month, False) for template in grammar.in_month]
    rules += [(grammar.in_year, _read_year, True)]
    return tuple(
        (_compiled(_fill(grammar, template)), reader, absolute)
        for template, reader, absolute in rules
    )


@cache
def _signs(code: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    grammar = GRAMMARS[code]
    past, future, recurring = (
        re.compile(pattern, re.IGNORECASE)
        for pattern in (grammar.past, grammar.future, grammar.recurring)
    )
    return past, future, recurring


PART = re.compile(
    r"[,;.!?—–]\s|\s(?:and|but|y|pero|et|mais|und|aber|e|mas|ma|en|maar|и|но)\s"
)
"""Where a part of a sentence ends that may have a tense of its own."""


def moment(text: str, today: dt.date, code: str, place: int = 0) -> Moment:
    """Today, and the direction of the tenses around `place`: -1 past, 1 otherwise.

    A part of the sentence without a verb of its own ("in May") takes the tense of
    the whole.
    """
    past, future, recurring = _signs(code)
    head = text[:MAX_SCAN]
    part = _part(head, place)
    said = part if past.search(part) or future.search(part) else head
    looks_back = past.search(said) is not None and future.search(said) is None
    return Moment(today, -1 if looks_back else 1, recurring.search(head) is not None)


def _part(text: str, place: int) -> str:
    """The part of the text that surrounds `place`."""
    start, end = 0, len(text)
    for cut in PART.finditer(text):
        if cut.end() <= place:
            start = cut.end()
        elif cut.start() >= place:
            end = cut.start()
            break
    return text[start:end]


def mentions(text: str, today: dt.date, code: str) -> list[Mention]:
    """The times a text names, in order and without overlap."""
    taken: list[Mention] = []
    for mention in _matches(text[:MAX_SCAN], today, code):
        if all(mention.end <= t.start or t.end <= mention.start for t in taken):
            taken.append(mention)
    return _in_order(text, sorted(taken, key=lambda mention: mention.start))


TO = re.compile(r"(?:to|until|till|through|thru|-|–)(?=\s|$)", re.IGNORECASE)
WEEK = dt.timedelta(days=7)


def _in_order(text: str, found: list[Mention]) -> list[Mention]:
    """ "from Monday to Thursday": the second day comes after the first."""
    for index, (one, two) in enumerate(itertools.pairwise(found)):
        between = text[one.end : two.start]
        joined = bool(TO.match(text, two.start)) or bool(TO.match(between.strip()))
        early = two.period.first < one.period.first <= two.period.first + WEEK
        if joined and early and not (one.period.certain or two.period.certain):
            later = periods.day(two.period.first + WEEK).unsure()
            found[index + 1] = replace(two, period=later)
    return found


def _matches(text: str, today: dt.date, code: str) -> Iterator[Mention]:
    grammar = GRAMMARS[code]
    for pattern, reader, absolute in _rules(code):
        for match in pattern.finditer(text):
            now = moment(text, today, code, match.start())
            try:
                period = reader(grammar, match, now)
            except (ValueError, OverflowError, KeyError):
                continue  # the calendar ends here: 999 years ago, 31 February
            if period is not None:
                yield Mention(match.start(), match.end(), period, absolute)
