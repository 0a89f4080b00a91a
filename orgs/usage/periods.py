"""Stretches of time that usage is asked for: whole hours or days, in UTC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from mem0.exceptions import ValidationError

HOUR, DAY = "hour", "day"
STEPS = {HOUR: dt.timedelta(hours=1), DAY: dt.timedelta(days=1)}
MOST = {HOUR: 92 * 24, DAY: 400}
"""Intervals one answer has at most."""
USUAL = {HOUR: dt.timedelta(hours=24), DAY: dt.timedelta(days=30)}
"""How far back an answer goes that was not asked for a beginning."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (inclusive) to `end` (exclusive), both on the border of an interval."""

    start: dt.datetime
    end: dt.datetime
    interval: str

    def steps(self) -> Iterator[dt.datetime]:
        """The beginning of each interval."""
        at = self.start
        while at < self.end:
            yield at
            at += STEPS[self.interval]

    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(self.start - (self.end - self.start), self.start, self.interval)


def period(
    start: dt.datetime | None,
    end: dt.datetime | None,
    interval: str,
    now: dt.datetime | None = None,
) -> Period:
    """The whole intervals that hold the time asked for; without an end until now.

    Raises `ValidationError` where the end is not after the beginning, or where there
    are too many intervals.
    """
    now = now or timezone.now()
    # There is nothing to count in the future.
    until = _up(min(end or now, now + STEPS[DAY]), interval)
    since = _down(start or until - USUAL[interval], interval)
    if since >= until:
        msg = "from must be before to."
        raise ValidationError(msg)
    if (until - since) / STEPS[interval] > MOST[interval]:
        other = " Ask by day for more." if interval == HOUR else ""
        raise ValidationError(
            f"At most {MOST[interval]} {interval}s can be asked for at once.{other}"
        )
    return Period(since, until, interval)


def _down(at: dt.datetime, interval: str) -> dt.datetime:
    at = at.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
    return at if interval == HOUR else at.replace(hour=0)


def _up(at: dt.datetime, interval: str) -> dt.datetime:
    whole = _down(at, interval)
    return whole if whole == at else whole + STEPS[interval]
