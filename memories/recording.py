"""Events of what is read and changed one at a time, beside those of adds.

An event is one insert into the project's own rows: nobody waits for anybody. Those of
reads (a search, a list, a look) are written a moment later (`memories.behind`): a crash
may lose the last of them, and no read is slower for being counted. After some days they
are folded into numbers, which `/v1/stats/` goes on counting.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from mem0.ids import uuid7
from mem0.memory.filters import Filter, entity_ids
from memories import accesses
from memories.behind import BEHIND
from memories.models import EventStatus
from orgs.custody import periods
from orgs.models import Project
from orgs.privacy import hidden
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

READS = ("SEARCH", "GET_ALL", "GET")
ASKED = frozenset(
    {
        "query", "filters", "top_k", "limit", "threshold", "rerank", "reference_date",
        "page", "page_size", "cursor", "user_id", "agent_id", "app_id", "run_id",
        "categories", "metadata", "keywords", "start_date", "end_date", "fields",
        "show_expired", "latest_only", "include_merged", "memory_id", "text",
        "timestamp", "expiration_date", "delete_linked",
    }
)  # fmt: skip
"""Keys of a request that its event keeps. Clients send others, secrets among them."""
MOST_PAYLOAD = 16 * 1024
"""Bytes of a payload; of a larger one only the names of its keys are kept."""
MOST_RESULTS = 100
BATCH = 5_000
SOME = 1_000
"""Events deleted at once whose jobs go along."""


@dataclass(slots=True)
class Operation:
    """What happened, to be completed while it is carried out."""

    event_type: str
    payload: Mapping[str, Any]
    request_id: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    results: list[Any] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    started_at: dt.datetime = field(default_factory=timezone.now)


@contextlib.contextmanager
def operation(
    project: Project,
    event_type: str,
    *,
    payload: Mapping[str, Any],
    request_id: str = "",
    where: Filter | None = None,
) -> Iterator[Operation]:
    """Record what is done inside, if it succeeds; `where` tells whom it is about."""
    asked = {name: value for name, value in payload.items() if name in ASKED}
    kept = hidden(project, asked)
    ids = {} if where is None else entity_ids(where)
    done = Operation(event_type, kept, request_id, ids)
    yield done
    try:
        _insert(project, done)
    except DatabaseError:
        # What was asked for is done; that it is not on record must not undo it.
        logger.exception("A %s was not recorded.", event_type)


def purge(now: dt.datetime | None = None) -> int:
    """Fold events of reads that are older than `READ_EVENTS_DAYS`; in a project with
    days of its own whatever is over and older than those. How many."""
    now = now or timezone.now()
    other = periods.exceptions("events")
    days = settings.CONFIGURATION.read_events_days
    before = now - dt.timedelta(days=days)
    with connections["admin"].cursor() as cursor:
        cursor.execute(_STALE, [list(READS), before, other.skipped])
        ends = [(project_id, before) for (project_id,) in cursor.fetchall()]
    reads = sum(_fold(*each) for each in ends)
    return reads + sum(_drop_old(*each) for each in other.ends(now))


def drop(project: Project, ids: Sequence[UUID]) -> int:
    """Delete events with their jobs, inside the tenant's transaction; their numbers
    stay. How many."""
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, {"project": project.pk, "ids": list(ids)})
    project.events.filter(pk__in=ids).delete()
    return len(ids)


def _drop_old(project_id: UUID, before: dt.datetime) -> int:
    """Delete a project's events that ended and that no job is at any more."""
    project = Project(pk=project_id)
    given: dict[str, Any] = {"project": project_id, "before": before, "most": SOME}
    dropped = 0
    while True:
        with tenant(project_id), connection.cursor() as cursor:
            cursor.execute(_OVER, given)
            ids = [key for (key,) in cursor.fetchall()]
            dropped += drop(project, ids)
        if len(ids) < SOME:
            return dropped


def _fold(project_id: UUID, before: dt.datetime) -> int:
    given: dict[str, Any] = {
        "project": project_id, "types": list(READS), "before": before, "most": BATCH
    }  # fmt: skip
    folded, taken = 0, BATCH
    while taken == BATCH:
        with tenant(project_id), connection.cursor() as cursor:
            cursor.execute(_FOLD, given)
            (taken,) = cursor.fetchone()
        folded += taken
    return folded


def counts(project: Project) -> dict[str, int]:
    """How many operations of each type there were, inside the tenant's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"project": project.pk})
        return dict(cursor.fetchall())


def _insert(project: Project, done: Operation) -> None:
    now = timezone.now()
    row = {
        "id": uuid7(),
        "project_id": project.pk,
        "event_type": done.event_type,
        "status": EventStatus.SUCCEEDED,
        "payload": done.payload,
        "metadata": done.metadata,
        "results": done.results[:MOST_RESULTS],
        "dropped": {},
        "quarantined": 0,
        "request_id": done.request_id,
        "created_at": done.started_at,
        "updated_at": now,
        "started_at": done.started_at,
        "completed_at": now,
        **done.ids,
    }
    text = _text(row)
    if len(text) > MOST_PAYLOAD and len(_text(done.payload)) > MOST_PAYLOAD:
        text = _text({**row, "payload": {"too_large_to_keep": sorted(done.payload)}})
    if done.event_type == "SEARCH" and not project.decay:
        accesses.notice(project, [each["id"] for each in done.results])
    if done.event_type in READS:
        BEHIND.add(project.pk, _insert_all, text)
        return
    with tenant(project):
        _insert_all([text])


def _insert_all(rows: Sequence[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, ["[" + b",".join(rows).decode() + "]"])


def _text(value: Any) -> bytes:
    """JSON as jsonb can hold it, which knows no NUL. Kept as text until it is written:
    what waits as objects would be walked by the collector again and again."""
    return orjson.dumps(value, default=str).replace(b"\\u0000", b"\\ufffd")


_INSERT = """
INSERT INTO memories_event
SELECT * FROM jsonb_populate_recordset(NULL::memories_event, %s)
"""
_STALE = (
    "SELECT DISTINCT project_id FROM memories_event "
    "WHERE event_type = ANY(%s) AND created_at < %s AND project_id <> ALL(%s)"
)
_FOLD = """
WITH gone AS (
  DELETE FROM memories_event WHERE project_id = %(project)s AND id IN (
    SELECT id FROM memories_event
     WHERE project_id = %(project)s AND event_type = ANY(%(types)s)
       AND created_at < %(before)s
     ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
  RETURNING event_type
), folded AS (
  INSERT INTO memories_eventtally AS t (project_id, event_type, events)
  SELECT %(project)s, event_type, count(*) FROM gone GROUP BY event_type
  ON CONFLICT (project_id, event_type)
  DO UPDATE SET events = t.events + excluded.events
)
SELECT count(*) FROM gone
"""
_OVER = """
SELECT id FROM memories_event e
 WHERE project_id = %(project)s AND created_at < %(before)s
   AND status IN ('SUCCEEDED', 'FAILED')
   AND NOT EXISTS (SELECT 1 FROM memories_job j WHERE j.project_id = %(project)s
                    AND j.event_id = e.id AND j.status IN ('queued', 'running'))
 ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
"""
_TALLY = """
INSERT INTO memories_eventtally AS t (project_id, event_type, events)
SELECT %(project)s, event_type, count(*) FROM memories_event
 WHERE project_id = %(project)s AND id = ANY(%(ids)s) GROUP BY event_type
ON CONFLICT (project_id, event_type) DO UPDATE SET events = t.events + excluded.events
"""
_COUNTS = """
SELECT event_type, sum(events)::bigint FROM (
  SELECT event_type, count(*) AS events FROM memories_event
   WHERE project_id = %(project)s GROUP BY event_type
  UNION ALL
  SELECT event_type, events FROM memories_eventtally WHERE project_id = %(project)s
) counted GROUP BY event_type
"""
