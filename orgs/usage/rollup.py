"""Deltas into sums, and old rows out of the tables. Runs across tenants, on the admin
connection, from beat."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from orgs.custody import periods
from orgs.usage.writing import DATABASE

FOLDED = 5_000
"""Deltas one statement folds."""
PURGED = 5_000
"""Rows one statement deletes."""
LOCK = 0x75736167

KEPT = {
    "usage_apirequest": ("created_at", dt.timedelta(days=30)),
    "usage_requestbody": ("created_at", dt.timedelta(days=7)),
    "usage_usagehour": ("hour", dt.timedelta(days=400)),
    "usage_entityday": ("day", dt.timedelta(days=100)),
}
"""How long rows are kept: table → column of its time and age."""
LOGGED = ("usage_apirequest", "usage_requestbody")
"""Of these a project may choose how long they are kept; bodies never longer."""


def fold() -> int:
    """Fold all deltas there are; how many. Two of these at once share nothing: the
    second finds the lock taken and leaves."""
    folded = 0
    while count := _fold_some():
        folded += count
        if count < FOLDED:
            break
    return folded


def _fold_some() -> int:
    with transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(FOLD, {"most": FOLDED})
        (count,) = cursor.fetchone()
        return int(count)


def purge(now: dt.datetime | None = None) -> int:
    """Delete what is older than it is kept; how many rows. Each statement deletes a
    few, so that none holds its locks for long, and what is interrupted goes on next
    time."""
    now = now or timezone.now()
    return sum(_purge(table, now) for table in KEPT)


def _purge(table: str, now: dt.datetime) -> int:
    other = periods.exceptions("requests" if table in LOGGED else None)
    column, age = KEPT[table]
    deleted = _delete(table, column, now - age, "<> ALL(%s)", other.skipped)
    for project_id, before in other.ends(now):
        since = max(before, now - age) if table == "usage_requestbody" else before
        deleted += _delete(table, column, since, "= %s", project_id)
    return deleted


def _delete(
    table: str, column: str, before: dt.datetime, whose: str, projects: Any
) -> int:
    deleted: int = 0
    with connections[DATABASE].cursor() as cursor:
        while True:
            cursor.execute(
                f"DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} "  # noqa: S608  our own names
                f"WHERE {column} < %s AND project_id {whose} LIMIT %s))",
                [before, projects, PURGED],
            )
            deleted += int(cursor.rowcount)
            if cursor.rowcount < PURGED:
                return deleted


FOLD = """
WITH taken AS (
  DELETE FROM usage_usagedelta WHERE id IN (
    SELECT id FROM usage_usagedelta ORDER BY id LIMIT %(most)s FOR UPDATE)
  RETURNING *
), counted AS (
  SELECT project_id, hour, key_id, verb, place, sum(n)::bigint AS n
    FROM taken, unnest(latency) WITH ORDINALITY each (n, place)
   GROUP BY project_id, hour, key_id, verb, place
), latencies AS (
  SELECT project_id, hour, key_id, verb, array_agg(n ORDER BY place) AS latency
    FROM counted GROUP BY project_id, hour, key_id, verb
), sums AS (
  SELECT project_id, hour, key_id, verb, sum(requests)::bigint AS requests,
         sum(client_errors)::bigint AS client_errors,
         sum(throttled)::bigint AS throttled,
         sum(server_errors)::bigint AS server_errors, sum(duration) AS duration
    FROM taken GROUP BY project_id, hour, key_id, verb
), hours AS (
  INSERT INTO usage_usagehour AS h (project_id, hour, key_id, verb, requests,
    client_errors, throttled, server_errors, duration, latency)
  SELECT project_id, hour, key_id, verb, requests, client_errors, throttled,
         server_errors, duration, latency
    FROM sums JOIN latencies USING (project_id, hour, key_id, verb)
  ON CONFLICT (project_id, hour, key_id, verb) DO UPDATE SET
    requests = h.requests + excluded.requests,
    client_errors = h.client_errors + excluded.client_errors,
    throttled = h.throttled + excluded.throttled,
    server_errors = h.server_errors + excluded.server_errors,
    duration = h.duration + excluded.duration,
    latency = ARRAY(SELECT coalesce(a, 0) + coalesce(b, 0)
                      FROM unnest(h.latency, excluded.latency)
                           WITH ORDINALITY each (a, b, place) ORDER BY place)
), days AS (
  INSERT INTO usage_entityday AS d (project_id, day, type, name, requests)
  SELECT project_id, (hour AT TIME ZONE 'UTC')::date, kind, name, sum(n::bigint)
    FROM taken, jsonb_each(entities) each (kind, names), jsonb_each_text(names) x (name, n)
   GROUP BY 1, 2, 3, 4
  ON CONFLICT (project_id, day, type, name) DO UPDATE SET
    requests = d.requests + excluded.requests
)
SELECT count(*) FROM taken
"""
