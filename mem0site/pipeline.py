"""The state of the pipeline: what waits, what runs, what failed. For those who run the
server; read across tenants on the admin connection, counts and ages only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections

from memories import hnsw_upkeep

DAYS = 7
"""How far back finished work is counted."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs of one queue. `oldest` is how many seconds the oldest is overdue."""

    name: str
    due: int
    later: int
    running: int
    expired: int
    """Of the running ones, those whose worker has given no sign of life in time."""
    retrying: int
    """Of the waiting ones, those that failed before."""
    dead: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Webhook deliveries; of finished ones, those of the last day."""

    due: int
    sending: int
    delivered: int
    failed: int
    oldest: float

    @property
    def success(self) -> float | None:
        """The share of finished deliveries that arrived, from 0 to 1."""
        finished = self.delivered + self.failed
        return self.delivered / finished if finished else None


@dataclass(frozen=True, slots=True)
class Worker:
    """A background process, and how many seconds ago it last reported."""

    name: str
    silent: float


@dataclass(frozen=True, slots=True)
class Database:
    """What the database says about itself. `size` is in bytes."""

    version: str
    pgvector: str
    size: int
    connections: int
    most_connections: int


@dataclass(frozen=True, slots=True)
class Running:
    """A job that a worker holds. `left` is how many seconds its lease still runs;
    below zero, its worker has fallen silent. `fence` counts who has held it."""

    job_id: str
    project_id: str
    queue: str
    kind: str
    attempts: int
    fence: int
    lease_until: dt.datetime | None
    left: float


@dataclass(frozen=True, slots=True)
class Dead:
    """A job that was given up."""

    job_id: str
    project_id: str
    kind: str
    attempts: int
    error: str
    finished_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The approximate index of a big project; `told` is how far it is, in words."""

    project_id: str
    memories: int
    state: str
    progress: float
    told: str
    recall: float | None
    """The share of a scan's first ten that it finds, from 0 to 1; looked at daily."""


@dataclass(frozen=True, slots=True)
class State:
    """All of it."""

    queues: list[Queue]
    deliveries: Deliveries
    workers: list[Worker]
    database: Database
    running: list[Running]
    dead: list[Dead]
    search_indexes: list[SearchIndex]

    @property
    def oldest(self) -> float:
        """Seconds the oldest job of any queue is overdue."""
        return max((queue.oldest for queue in self.queues), default=0.0)

    @property
    def dead_count(self) -> int:
        """Jobs that were given up lately."""
        return sum(queue.dead for queue in self.queues)


def state() -> State:
    """The state now."""
    return State(
        queues(),
        deliveries(),
        workers(),
        database(),
        leases(),
        dead_letters(),
        search_indexes(),
    )


def queues() -> list[Queue]:
    """Every queue that has open jobs, or had dead ones in the last days."""
    return [
        Queue(name, due, later, running, expired, retrying, dead, float(oldest))
        for name, due, later, running, expired, retrying, dead, oldest in _rows(
            QUEUES, [DAYS, DAYS]
        )
    ]


def deliveries() -> Deliveries:
    """The state of webhooks."""
    ((due, sending, oldest),) = _rows(OPEN_DELIVERIES)
    ((delivered, failed),) = _rows(FINISHED_DELIVERIES)
    return Deliveries(int(due), int(sending), delivered, failed, float(oldest))


def workers() -> list[Worker]:
    """Background processes that ever reported."""
    found = _rows(
        "SELECT name, extract(epoch FROM now() - beat_at) FROM mem0site_heartbeat ORDER BY 1"
    )
    return [Worker(name, float(silent)) for name, silent in found]


def database() -> Database:
    """The server, its size and its connections."""
    ((version, pgvector, size, open_now, most),) = _rows(DATABASE)
    return Database(version, pgvector or "", int(size), int(open_now), int(most))


def leases(limit: int = 50) -> list[Running]:
    """Jobs that are held now, those whose lease ends first in front."""
    return [
        Running(
            str(job), str(project), queue, kind, attempts, fence, until, float(left)
        )
        for job, project, queue, kind, attempts, fence, until, left in _rows(
            LEASES, [limit]
        )
    ]


def dead_letters(limit: int = 20) -> list[Dead]:
    """Jobs that were given up, the latest first."""
    return [
        Dead(str(job), str(project), kind, attempts, error or "", at)
        for job, project, kind, attempts, error, at in _rows(DEAD, [limit])
    ]


def search_indexes() -> list[SearchIndex]:
    """Projects so big that they have an approximate index, or are to get one."""
    return [
        SearchIndex(
            str(row.project_id),
            row.memories,
            row.state,
            row.progress,
            row.told(),
            row.recall,
        )
        for row in hnsw_upkeep.rows()
    ]


def _rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connections["admin"].cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


# Open and dead jobs have an index each, whose condition stands in the statement, so that
# the many that are done are not read.
QUEUES = """
SELECT queue,
       count(*) FILTER (WHERE status = 'queued' AND run_at <= now()),
       count(*) FILTER (WHERE status = 'queued' AND run_at > now()),
       count(*) FILTER (WHERE status = 'running'),
       count(*) FILTER (WHERE status = 'running' AND lease_until < now()),
       count(*) FILTER (WHERE status = 'queued' AND attempts > 0),
       count(*) FILTER (WHERE status = 'dead'
                        AND finished_at > now() - make_interval(days => %s)),
       coalesce(extract(epoch FROM now() - min(run_at) FILTER (
         WHERE status = 'queued' AND run_at <= now())), 0)
  FROM (SELECT queue, status, run_at, lease_until, attempts, finished_at
          FROM memories_job WHERE status IN ('queued', 'running')
        UNION ALL
        SELECT queue, status, run_at, lease_until, attempts, finished_at
          FROM memories_job
         WHERE status = 'dead' AND finished_at > now() - make_interval(days => %s)) job
 GROUP BY queue ORDER BY queue
"""
LEASES = """
SELECT id, project_id, queue, kind, attempts, fence, lease_until,
       coalesce(extract(epoch FROM lease_until - now()), 0)
  FROM memories_job WHERE status IN ('queued', 'running') AND status = 'running'
 ORDER BY lease_until LIMIT %s
"""
DEAD = """
SELECT id, project_id, kind, attempts, error, finished_at FROM memories_job
 WHERE status = 'dead' ORDER BY finished_at DESC NULLS LAST LIMIT %s
"""
OPEN_DELIVERIES = """
SELECT count(*) FILTER (WHERE status = 'pending' AND next_attempt_at <= now()),
       count(*) FILTER (WHERE status = 'sending'),
       coalesce(extract(epoch FROM now() - min(next_attempt_at) FILTER (
         WHERE status = 'pending' AND next_attempt_at <= now())), 0)
  FROM webhooks_delivery WHERE status IN ('pending', 'sending')
"""
FINISHED_DELIVERIES = """
SELECT count(*) FILTER (WHERE status = 'delivered'),
       count(*) FILTER (WHERE status = 'failed')
  FROM webhooks_delivery WHERE created_at > now() - interval '1 day'
"""
DATABASE = """
SELECT current_setting('server_version'),
       (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
       pg_database_size(current_database()),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
       current_setting('max_connections')
"""
