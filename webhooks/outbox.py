"""From a change to a row, and from a row to the worker.

The row is written in the transaction of the change and cannot be lost; the message
to the broker is a hint that may be. `sweep` repeats the hints that were lost and
gives those whose time has come.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import connections, transaction
from django.db.models import F
from django.utils import timezone

from mem0.ids import uuid7
from mem0.memory.types import Change
from orgs.custody import periods
from orgs.tenancy import tenant
from webhooks import events
from webhooks.models import Delivery, DeliveryStatus, Webhook

logger = logging.getLogger(__name__)

QUEUE = "webhook"
IN_FLIGHT = 4
"""Requests to one endpoint at a time, so that a slow one leaves workers to others."""
LOST_AFTER = 30
"""Seconds after which a hint that nobody followed is given again."""
SWEPT = 500
"""Hints one sweep gives at most."""
KEPT = dt.timedelta(days=30)
"""How long deliveries and their log are kept."""


def announce(
    project_id: UUID, changes: Sequence[Change], *, now: dt.datetime | None = None
) -> int:
    """Write what the project's webhooks want to know of these changes; how many rows.

    Runs in the tenant's open transaction and talks to nobody before it commits.
    """
    told = [
        (event_type, details, UUID(change.record.id))
        for change in changes
        for event_type, details in events.of_change(change)
    ]
    return _write(project_id, told, now or timezone.now()) if told else 0


def announce_event(
    project_id: UUID,
    event_type: str,
    details: dict[str, Any],
    *,
    now: dt.datetime | None = None,
) -> int:
    """The same for something that is not a change of a memory, such as a job's end."""
    return _write(project_id, [(event_type, details, None)], now or timezone.now())


def enqueue(webhook: Webhook, row: Delivery) -> Delivery:
    """Write one delivery to one webhook, in the tenant's open transaction."""
    _insert(webhook.project_id, [row])
    return row


def make(
    webhook: Webhook,
    event_type: str,
    details: dict[str, Any],
    now: dt.datetime,
    memory_id: UUID | None = None,
) -> Delivery:
    """A delivery, not yet written."""
    key = uuid7()
    return Delivery(
        id=key,
        project_id=webhook.project_id,
        webhook=webhook,
        event_type=event_type,
        memory_id=memory_id,
        body=events.body(key, event_type, webhook.project_id, now, details),
        next_attempt_at=now,
        created_at=now,
    )


def _write(
    project_id: UUID,
    told: Iterable[tuple[str, dict[str, Any], UUID | None]],
    now: dt.datetime,
) -> int:
    hooks = list(Webhook.unscoped.raw(LISTENING, [project_id]))
    rows = [
        make(hook, event_type, details, now, memory_id)
        for event_type, details, memory_id in (told if hooks else ())
        for hook in hooks
        if event_type in hook.event_types
    ]
    if rows:
        _insert(project_id, rows)
    return len(rows)


def _insert(project_id: UUID, rows: Sequence[Delivery]) -> None:
    """Only the first few of an endpoint are hinted at; each that is done hints at
    the next, so that a flood does not fill the queue."""
    hinted: Counter[UUID] = Counter()
    for row in rows:
        hinted[row.webhook_id] += 1
        if hinted[row.webhook_id] <= IN_FLIGHT:
            row.published_at = row.created_at
            transaction.on_commit(partial(publish, project_id, row.pk))
    Delivery.unscoped.bulk_create(rows, batch_size=1000)


def publish(project_id: UUID, delivery_id: UUID) -> None:
    """Give the worker a hint. The broker may be down: the sweep will repeat it."""
    try:
        current_app.send_task(
            "webhooks.tasks.deliver",
            (str(project_id), str(delivery_id)),
            queue=QUEUE,
            retry=False,
        )
    except Exception:  # the broker is outside our walls: any error means "later"
        logger.warning("Delivery %s could not be hinted at.", delivery_id)


def publish_next(project_id: UUID, webhook_id: UUID, now: dt.datetime) -> None:
    """After an attempt, its place goes to the endpoint's next delivery; one that was
    hinted at and found no room comes last."""
    with tenant(project_id):
        following = (
            Delivery.unscoped.filter(
                project_id=project_id,
                webhook_id=webhook_id,
                status=DeliveryStatus.PENDING,
                next_attempt_at__lte=now,
            )
            .order_by(F("published_at").asc(nulls_first=True), "next_attempt_at", "id")
            .select_for_update(skip_locked=True, no_key=True)
            .first()
        )
        if following is None:
            return
        Delivery.unscoped.filter(project_id=project_id, pk=following.pk).update(
            published_at=now
        )
        transaction.on_commit(partial(publish, project_id, following.pk))


def sweep(now: dt.datetime | None = None) -> int:
    """Hint at what is due and was not hinted at (any more); how many that were.

    Runs across tenants, on the admin connection, and touches ids and times only.
    """
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            SWEEP,
            {
                "now": now or timezone.now(),
                "window": IN_FLIGHT,
                "lost": LOST_AFTER,
                "most": SWEPT,
                "test": events.TEST,
            },
        )
        due = cursor.fetchall()
    for project_id, delivery_id in due:
        publish(project_id, delivery_id)
    return len(due)


def purge(now: dt.datetime | None = None) -> int:
    """Delete deliveries, and their log, that are older than `KEPT` or than their
    project keeps them; how many."""
    now = now or timezone.now()
    other = periods.exceptions("deliveries")
    deleted = _delete_before(now - KEPT, "<> ALL(%s)", other.skipped)
    for project_id, before in other.ends(now):
        deleted += _delete_before(before, "= %s", project_id)
    return deleted


def _delete_before(before: dt.datetime, whose: str, projects: Any) -> int:
    old = f"d.created_at < %s AND d.project_id {whose}"
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM webhooks_attempt a USING webhooks_delivery d "  # noqa: S608  our own words
            f"WHERE d.id = a.delivery_id AND {old}",
            [before, projects],
        )
        cursor.execute(
            f"DELETE FROM webhooks_delivery d WHERE {old}",  # noqa: S608
            [before, projects],
        )
        return int(cursor.rowcount)


LISTENING = (
    "SELECT * FROM webhooks_webhook WHERE project_id = %s AND is_active "
    "ORDER BY id FOR KEY SHARE"
)
"""The lock holds up nobody but a deletion, which must not come between."""
SWEEP = """
WITH open AS (
  SELECT d.id, d.published_at,
         row_number() OVER (PARTITION BY d.webhook_id
                            ORDER BY d.next_attempt_at, d.id) AS turn
    FROM webhooks_delivery d JOIN webhooks_webhook w ON w.id = d.webhook_id
   WHERE (d.status = 'pending' AND d.next_attempt_at <= %(now)s
          OR d.status = 'sending' AND d.lease_until <= %(now)s)
     AND (d.event_type = %(test)s
          OR w.is_active AND (w.paused_until IS NULL OR w.paused_until <= %(now)s))
)
UPDATE webhooks_delivery d SET published_at = %(now)s
  FROM (
    SELECT id FROM open
     WHERE turn <= %(window)s
       AND (published_at IS NULL
            OR published_at < %(now)s - %(lost)s * interval '1 second')
     ORDER BY turn LIMIT %(most)s
  ) due
 WHERE d.id = due.id
RETURNING d.project_id, d.id
"""
