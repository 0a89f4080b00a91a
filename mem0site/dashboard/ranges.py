"""The stretches of time that pages show, and charts of usage in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone

from mem0site.dashboard.charts import Chart, Series, spoken
from orgs.usage.periods import DAY, HOUR, STEPS, Period, period
from orgs.usage.services import Numbers, Usage


@dataclass(frozen=True, slots=True)
class Range:
    """A choice of the pages. `length` ends now."""

    name: str
    label: str
    length: dt.timedelta
    interval: str

    def period(self) -> Period:
        """Its whole intervals, the one that runs now included."""
        now = timezone.now()
        return period(now - self.length + STEPS[self.interval], now, self.interval)


RANGES = (
    Range("24h", "24 hours", dt.timedelta(hours=24), HOUR),
    Range("7d", "7 days", dt.timedelta(days=7), HOUR),
    Range("30d", "30 days", dt.timedelta(days=30), DAY),
    Range("90d", "90 days", dt.timedelta(days=90), DAY),
)


def chosen(query: Mapping[str, str]) -> Range:
    """The range a page was asked for; a day where it is none of ours."""
    wanted = query.get("range", "")
    return next((each for each in RANGES if each.name == wanted), RANGES[0])


def outcome_chart(found: Usage, link: Callable[[Mapping[str, str]], str]) -> Chart:
    """Requests over time, those that failed apart. `link` makes the address of the
    requests that a bar counts."""
    numbers = [each for _, each in sorted(found.series.items())]
    return Chart(
        _labels(found),
        [
            Series("answered", [each.requests - each.errors for each in numbers]),
            Series("errors", [each.errors for each in numbers], style="bad"),
        ],
        links=[link(_bounds(at, found.period)) for at in sorted(found.series)],
    )


def latency_chart(found: Usage, link: Callable[[Mapping[str, str]], str]) -> Chart:
    """Half of the requests, and nearly all, took less than this. `link` as above."""
    numbers = [each for _, each in sorted(found.series.items())]
    return Chart(
        _labels(found),
        [Series(f"p{n}", _percentiles(numbers, n)) for n in (50, 95)],
        unit=" ms",
        links=[link(_bounds(at, found.period)) for at in sorted(found.series)],
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A number beside the one of the period before. `style`: whether that is good."""

    text: str
    before: str
    style: str = ""


def change(
    now: float | None, before: float | None, *, good: int = 0, unit: str = ""
) -> Change | None:
    """How a number moved; None where there is nothing to compare with. `good` is 1 for
    what should grow, -1 for what should shrink."""
    if now is None or not before:
        return None
    percent = round(100 * (now - before) / before)
    direction = (percent > 0) - (percent < 0)
    style = {1: "good", -1: "bad", 0: ""}[direction * good]
    return Change(f"{percent:+d} %", f"{spoken(before)}{unit}", style)


def query(**values: str) -> str:
    """A query string without what is empty."""
    return urlencode({name: value for name, value in values.items() if value})


def span(found: Period) -> dict[str, str]:
    """A whole period as conditions of the request log."""
    return {"from": found.start.isoformat(), "to": found.end.isoformat()}


def _percentiles(numbers: list[Numbers], percent: int) -> list[float | None]:
    return [each.percentile(percent) for each in numbers]


def _bounds(at: dt.datetime, found: Period) -> dict[str, str]:
    end = at + STEPS[found.interval]
    return {"from": at.isoformat(), "to": end.isoformat()}


def _labels(found: Usage) -> list[str]:
    form = "%b %-d, %H:00" if found.period.interval == HOUR else "%b %-d"
    return [f"{at:{form}}" for at in sorted(found.series)]
