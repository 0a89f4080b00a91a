"""Observations into tables: three COPYs in one transaction, across tenants.

On the admin connection, because one batch holds requests of many projects. Projects
that are gone meanwhile are left out; the others are locked against going.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from psycopg.types.json import Jsonb

from orgs.usage import histogram
from orgs.usage.observation import Observation

DATABASE = "admin"
COLUMNS = (
    "id", "project_id", "key_id", "key_label", "verb", "method", "route", "path",
    "query", "status", "error_code", "latency", "request_size", "response_size",
    "user_id", "agent_id", "app_id", "run_id", "client", "request_id", "created_at",
)  # fmt: skip
_REQUESTS = f"COPY usage_apirequest ({', '.join(COLUMNS)}) FROM STDIN"
_BODIES = (
    "COPY usage_requestbody (id, project_id, request, response, created_at) FROM STDIN"
)
_DELTAS = (
    "COPY usage_usagedelta (project_id, hour, key_id, verb, requests, client_errors, "
    "throttled, server_errors, duration, latency, entities) FROM STDIN"
)
_USED = """
UPDATE orgs_apikey SET last_used_at = used.at
  FROM (SELECT orgs_apikey.id, given.at
          FROM unnest(%s::uuid[], %s::timestamptz[]) AS given(id, at)
          JOIN orgs_apikey ON orgs_apikey.id = given.id
         WHERE last_used_at IS NULL OR last_used_at < given.at - interval '1 minute'
           FOR UPDATE OF orgs_apikey SKIP LOCKED) AS used
 WHERE orgs_apikey.id = used.id
"""
_LIVING = "SELECT id FROM orgs_project WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


@dataclass(slots=True)
class Sums:
    """Counts of the requests of one project, hour, key and verb."""

    requests: int = 0
    client_errors: int = 0
    throttled: int = 0
    server_errors: int = 0
    duration: float = 0.0
    latency: list[int] = field(default_factory=lambda: [0] * histogram.SIZE)
    entities: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, seen: Observation) -> None:
        """Count one request."""
        self.requests += 1
        self.throttled += seen.status == 429
        self.client_errors += 400 <= seen.status < 500 and seen.status != 429
        self.server_errors += seen.status >= 500
        self.duration += seen.latency
        self.latency[histogram.place(seen.latency)] += 1
        for kind, name in seen.entities():
            self.entities.setdefault(kind, Counter())[name] += 1


def write(batch: Sequence[Observation]) -> None:
    """Write a batch, all or nothing. Raises Django's `DatabaseError`s."""
    if not batch:
        return
    with transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
        cursor.execute(_LIVING, [sorted({seen.project_id for seen in batch})])
        living = {key for (key,) in cursor.fetchall()}
        kept = [seen for seen in batch if seen.project_id in living]
        _copy(cursor, _REQUESTS, (_row(seen) for seen in kept))
        _copy(cursor, _BODIES, (_body(seen) for seen in kept if seen.bodies))
        _copy(cursor, _DELTAS, _deltas(kept))
        _mark_used(cursor, kept)


def _mark_used(cursor: Any, batch: Iterable[Observation]) -> None:
    """When keys were used, to the minute; what another batch marks is left to it."""
    used: dict[UUID, dt.datetime] = {}
    for seen in batch:
        used[seen.key_id] = max(seen.created_at, used.get(seen.key_id, seen.created_at))
    if used:
        cursor.execute(_USED, [list(used), list(used.values())])


def _copy(cursor: Any, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    listed = list(rows)
    if not listed:
        return
    # Django translates the driver's errors of its own calls only.
    with connections[DATABASE].wrap_database_errors, cursor.copy(statement) as copy:
        for row in listed:
            copy.write_row(row)


def _row(seen: Observation) -> list[Any]:
    return [getattr(seen, name) for name in COLUMNS]


def _body(seen: Observation) -> tuple[Any, ...]:
    return (seen.id, seen.project_id, *(seen.bodies or ("", "")), seen.created_at)


def _deltas(batch: Iterable[Observation]) -> Iterable[Sequence[Any]]:
    found: dict[tuple[UUID, dt.datetime, UUID, str], Sums] = {}
    for seen in batch:
        hour = seen.created_at.replace(minute=0, second=0, microsecond=0)
        place = (seen.project_id, hour, seen.key_id, seen.verb)
        found.setdefault(place, Sums()).add(seen)
    for place, sums in found.items():
        yield (
            *place,
            sums.requests,
            sums.client_errors,
            sums.throttled,
            sums.server_errors,
            sums.duration,
            sums.latency,
            Jsonb(sums.entities),
        )
