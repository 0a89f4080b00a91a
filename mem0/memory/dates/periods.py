"""Periods of the calendar: a first day, a last day and how precise they are.

Plain arithmetic on local dates, without time zones and without language: those
come in when a period is turned into instants or into words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from dateutil.relativedelta import relativedelta

MONDAY, SATURDAY = 0, 5


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included."""

    first: dt.date
    last: dt.date
    precision: str = "day"
    certain: bool = True
    word: str = ""
    """The season's own word, for the wording."""

    def unsure(self) -> Period:
        return replace(self, certain=False)


def day(date: dt.date, part: str = "") -> Period:
    return Period(date, date, part or "day")


def week_of(date: dt.date) -> Period:
    first = date - dt.timedelta(days=date.weekday())
    return Period(first, first + dt.timedelta(days=6), "week")


def weekend_of(date: dt.date) -> Period:
    """The Saturday and Sunday of the date's week."""
    first = date + dt.timedelta(days=SATURDAY - date.weekday())
    return Period(first, first + dt.timedelta(days=1), "weekend")


def month_of(date: dt.date) -> Period:
    first = date.replace(day=1)
    return Period(first, first + relativedelta(months=1, days=-1), "month")


def year_of(date: dt.date) -> Period:
    return Period(date.replace(month=1, day=1), date.replace(month=12, day=31), "year")


def decade_of(date: dt.date) -> Period:
    year = date.year - date.year % 10
    return Period(dt.date(year, 1, 1), dt.date(year + 9, 12, 31), "decade")


def season_of(year: int, month: int, word: str) -> Period:
    """Three months from `month`; a winter is named by the year it begins in."""
    first = dt.date(year, month, 1)
    last = first + relativedelta(months=3, days=-1)
    return Period(first, last, "season", word=word)


UNITS = {
    "week": week_of,
    "weekend": weekend_of,
    "month": month_of,
    "year": year_of,
    "decade": decade_of,
}
STEPS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "weekend": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "year": relativedelta(years=1),
    "decade": relativedelta(years=10),
}


def shifted(today: dt.date, count: int, unit: str) -> Period:
    """The day, week, month or year that lies `count` units from today."""
    if unit in {"hour", "minute"}:
        return day(today).unsure()
    date = today + STEPS[unit] * count
    return UNITS[unit](date) if unit in UNITS else day(date)


def nth_weekday(today: dt.date, weekday: int, direction: int) -> Period:
    """-1: the last one before today; 0: the coming one; 1: the one of next week."""
    if direction > 0:
        monday = today + dt.timedelta(days=7 - today.weekday())
        return day(monday + dt.timedelta(days=weekday))
    if direction < 0:
        return day(today - dt.timedelta(days=(today.weekday() - weekday - 1) % 7 + 1))
    return day(today + dt.timedelta(days=(weekday - today.weekday()) % 7))


def nth_month(today: dt.date, month: int, direction: int) -> Period:
    """The nearest such month before (-1), around (0: this year) or after (1) today."""
    year = today.year
    if direction < 0 and month >= today.month:
        year -= 1
    if direction > 0 and month <= today.month:
        year += 1
    return month_of(dt.date(year, month, 1))


def nth_season(today: dt.date, month: int, direction: int, word: str) -> Period:
    """The nearest such season that is over (-1), of this year (0), not begun (1)."""
    season = season_of(today.year, month, word)
    if direction < 0 and season.last >= today:
        return season_of(today.year - 1, month, word)
    if direction > 0 and season.first <= today:
        return season_of(today.year + 1, month, word)
    return season
