"""Usage in numbers: sums that are folded, and deltas that are not yet, in one read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from orgs.models import Project
from orgs.tenancy import tenant
from orgs.usage import histogram
from orgs.usage.periods import Period


@dataclass(slots=True)
class Numbers:
    """Sums over some requests. Times are milliseconds; no requests have none."""

    requests: int = 0
    client_errors: int = 0
    throttled: int = 0
    server_errors: int = 0
    duration: float = 0.0
    latency: list[int] = field(default_factory=lambda: [0] * histogram.SIZE)

    @property
    def errors(self) -> int:
        """Requests that did not get what they asked for: refused, throttled, failed."""
        return self.client_errors + self.throttled + self.server_errors

    @property
    def error_rate(self) -> float:
        """The share of errors, from 0 to 1."""
        return self.errors / self.requests if self.requests else 0.0

    @property
    def mean(self) -> float | None:
        """The mean latency."""
        return round(self.duration / self.requests, 1) if self.requests else None

    def percentile(self, percent: int) -> float | None:
        """The latency that so many percent of the requests stayed below."""
        return histogram.percentile(self.latency, percent / 100)


@dataclass(slots=True)
class Usage:
    """The numbers of a period: in all, by interval, by verb and by key."""

    period: Period
    total: Numbers = field(default_factory=Numbers)
    series: dict[dt.datetime, Numbers] = field(default_factory=dict)
    verbs: dict[str, Numbers] = field(default_factory=dict)
    keys: dict[UUID, Numbers] = field(default_factory=dict)
    labels: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    """Name and label of each key, where it still exists."""

    def of(self, *names: str) -> Numbers:
        """The numbers of some verbs together, without latencies."""
        found = Numbers()
        for name in names:
            one = self.verbs.get(name, Numbers())
            found.requests += one.requests
            found.client_errors += one.client_errors
            found.throttled += one.throttled
            found.server_errors += one.server_errors
            found.duration += one.duration
        return found


def usage(
    project: Project,
    period: Period,
    *,
    verb: str | None = None,
    key_id: UUID | None = None,
    named: bool = True,
) -> Usage:
    """The project's usage in a period, of all verbs and keys or of one. `named` looks
    the names of the keys up."""
    asked = {
        "project": project.pk,
        "start": period.start,
        "end": period.end,
        "interval": period.interval,
        "verb": verb,
        "key": key_id,
    }
    found = Usage(period, series={at: Numbers() for at in period.steps()})
    with tenant(project):
        _read_sums(found, asked)
        _read_latencies(found, asked)
        if named and found.keys:
            keys = project.api_keys.filter(pk__in=list(found.keys))
            found.labels = {key.pk: (key.name, str(key)) for key in keys}
    return found


def active_entities(
    project: Project, period: Period, kind: str = "user", limit: int = 10
) -> tuple[list[tuple[str, int]], int]:
    """(id, requests) of the entities of a type that most requests named, most first;
    and how many were named in all."""
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(ACTIVE, {**_days(project, period), "kind": kind, "limit": limit})
        rows = cursor.fetchall()
    return [(name, int(n)) for name, n, _ in rows], rows[0][2] if rows else 0


def _read_sums(found: Usage, asked: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SUMS, asked)
        for *place, requests, refused, throttled, failed, duration in cursor.fetchall():
            numbers = _place(found, place)
            numbers.requests, numbers.duration = int(requests or 0), duration or 0.0
            numbers.client_errors = int(refused or 0)
            numbers.throttled = int(throttled or 0)
            numbers.server_errors = int(failed or 0)


def _read_latencies(found: Usage, asked: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LATENCIES, asked)
        for *place, bucket, count in cursor.fetchall():
            if bucket <= histogram.SIZE:
                _place(found, place).latency[bucket - 1] = int(count)


def _place(found: Usage, place: Sequence[Any]) -> Numbers:
    """Whose numbers a row of GROUPING SETS has: what it was not grouped by is null."""
    at, verb, key_id = place
    if at is not None:
        return found.series.setdefault(at, Numbers())
    if verb is not None:
        return found.verbs.setdefault(verb, Numbers())
    if key_id is not None:
        return found.keys.setdefault(key_id, Numbers())
    return found.total


def _days(project: Project, period: Period) -> dict[str, Any]:
    last = period.end - dt.timedelta(microseconds=1)
    return {
        "project": project.pk,
        "first": period.start.date(),
        "last": last.date(),
    }


_COLUMNS = (
    "hour, key_id, verb, requests, client_errors, throttled, server_errors, duration, "
    "latency"
)
_WHERE = (
    "project_id = %(project)s AND hour >= %(start)s AND hour < %(end)s "
    "AND (%(verb)s::text IS NULL OR verb = %(verb)s) "
    "AND (%(key)s::uuid IS NULL OR key_id = %(key)s)"
)
_COUNTED = f"""
WITH counted AS (
  SELECT date_trunc(%(interval)s, hour, 'UTC') AS at, * FROM (
    SELECT {_COLUMNS} FROM usage_usagehour WHERE {_WHERE}
    UNION ALL
    SELECT {_COLUMNS} FROM usage_usagedelta WHERE {_WHERE}) both_of_them
)
"""  # noqa: S608  our own names
SUMS = f"""{_COUNTED}
SELECT at, verb, key_id, sum(requests), sum(client_errors), sum(throttled),
       sum(server_errors), sum(duration)
  FROM counted GROUP BY GROUPING SETS ((at), (verb), (key_id), ())
"""  # noqa: S608
LATENCIES = f"""{_COUNTED}
SELECT at, verb, key_id, place, sum(n)
  FROM counted, unnest(latency) WITH ORDINALITY each (n, place) WHERE n > 0
 GROUP BY GROUPING SETS ((at, place), (verb, place), (key_id, place), (place))
"""  # noqa: S608
ACTIVE = """
SELECT name, sum(requests), count(*) OVER () FROM (
  SELECT name, requests FROM usage_entityday
   WHERE project_id = %(project)s AND type = %(kind)s
     AND day BETWEEN %(first)s AND %(last)s
  UNION ALL
  SELECT name, n::bigint
    FROM usage_usagedelta, jsonb_each_text(coalesce(entities -> %(kind)s, '{}')) x (name, n)
   WHERE project_id = %(project)s
     AND (hour AT TIME ZONE 'UTC')::date BETWEEN %(first)s AND %(last)s) named
 GROUP BY name ORDER BY 2 DESC, 1 LIMIT %(limit)s
"""
