"""What can be done with webhooks. Every verb starts at the project.

`announce` and `attempt` live in modules of their own (`webhooks.outbox`,
`webhooks.delivering`) and are offered here too, where callers look for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from mem0.exceptions import ConflictError, MemoryNotFoundError
from orgs import audit
from orgs.models import Project
from orgs.secrets import seal, unseal
from orgs.tenancy import tenant
from webhooks import delivering, events, health, outbox, signing
from webhooks.addresses import check_url
from webhooks.models import OPEN, Attempt, Delivery, DeliveryStatus, Webhook

announce = outbox.announce
announce_event = outbox.announce_event
attempt = delivering.attempt

MAX_WEBHOOKS = 50
"""Webhooks one project may have."""
OVERLAP = dt.timedelta(hours=24)
"""How long the old secret signs as well after a rotation."""


def get_webhooks(project: Project) -> list[Webhook]:
    """All webhooks, oldest first."""
    with tenant(project):
        return list(_webhooks(project))


def get(project: Project, webhook_id: str | UUID) -> Webhook:
    """One webhook. Raises `MemoryNotFoundError`."""
    with tenant(project):
        return _found(project, webhook_id)


def create(
    project: Project,
    *,
    name: str,
    url: str,
    event_types: Sequence[str],
    is_active: bool = True,
) -> tuple[Webhook, str]:
    """A new webhook and its signing secret. Needs no DNS."""
    check_url(url)
    secret = signing.make_secret()
    with tenant(project):
        if _webhooks(project).count() >= MAX_WEBHOOKS:
            raise ConflictError(f"A project has at most {MAX_WEBHOOKS} webhooks.")
        webhook = project.webhooks.create(
            name=_one_line(name),
            url=url,
            event_types=list(event_types),
            is_active=is_active,
            secret=seal(secret),
        )
        _record(audit.Act.WEBHOOK_CREATED, webhook)
    return webhook, secret


def update(
    project: Project,
    webhook_id: str | UUID,
    *,
    now: dt.datetime | None = None,
    **changes: Any,
) -> Webhook:
    """Change `name`, `url`, `event_types` or `is_active`. A webhook that is activated
    starts with a clean slate."""
    now = now or timezone.now()
    if "url" in changes:
        check_url(changes["url"])
    if "name" in changes:
        changes["name"] = _one_line(changes["name"])
    with tenant(project):
        webhook = _found(project, webhook_id, lock=True)
        before = _state(webhook)
        active = changes.pop("is_active", None)
        for name, value in changes.items():
            setattr(webhook, name, value)
        webhook.updated_at = now
        if active is True and not webhook.is_active:
            webhook.is_active, webhook.disabled_at = True, None
            webhook.disabled_reason = ""
            health.reset(webhook)
        webhook.save()
        if active is False and webhook.is_active:
            health.switch_off(webhook, health.SWITCHED_OFF, now)
        _record(
            audit.Act.WEBHOOK_CHANGED, webhook, before=before, after=_state(webhook)
        )
    return webhook


def delete(project: Project, webhook_id: str | UUID) -> None:
    """Delete a webhook with its deliveries and their log."""
    with tenant(project):
        webhook = _found(project, webhook_id)
        # Waits for who is announcing to it, and lets nobody else begin.
        _webhooks(project).select_for_update().filter(pk=webhook.pk).first()
        project.webhook_attempts.filter(delivery__webhook=webhook).delete()
        _record(audit.Act.WEBHOOK_DELETED, webhook)
        webhook.delete()


def secrets(
    project: Project, webhook_id: str | UUID, now: dt.datetime | None = None
) -> tuple[str, dt.datetime | None]:
    """The signing secret, and until when the one before it signs as well."""
    with tenant(project):
        webhook = _found(project, webhook_id)
        _record(audit.Act.WEBHOOK_SECRET_SEEN, webhook)
    until = webhook.old_secret_until
    if until is not None and until <= (now or timezone.now()):
        until = None
    return unseal(webhook.secret), until


def rotate_secret(
    project: Project, webhook_id: str | UUID, now: dt.datetime | None = None
) -> tuple[str, dt.datetime]:
    """A new signing secret, and until when the old one signs beside it."""
    until = (now or timezone.now()) + OVERLAP
    secret = signing.make_secret()
    with tenant(project):
        webhook = _found(project, webhook_id, lock=True)
        webhook.old_secret, webhook.secret = webhook.secret, seal(secret)
        webhook.old_secret_until = until
        webhook.save(update_fields=["secret", "old_secret", "old_secret_until"])
        _record(audit.Act.WEBHOOK_SECRET_ROTATED, webhook)
    return secret, until


def deliveries(
    project: Project, webhook_id: str | UUID, **where: str
) -> QuerySet[Delivery]:
    """The deliveries of a webhook with their log, newest first; `where` may name a
    `status` and an `event_type`. Read them inside `tenant(project)`."""
    webhook = get(project, webhook_id)
    log = project.webhook_attempts.order_by("number")
    found: QuerySet[Delivery] = (
        project.webhook_deliveries.filter(webhook=webhook, **where)
        .prefetch_related(Prefetch("log", queryset=log))
        .order_by("-id")
    )
    return found


def get_delivery(
    project: Project, webhook_id: str | UUID, delivery_id: str | UUID
) -> Delivery:
    """One delivery with its log. Raises `MemoryNotFoundError`."""
    rows = deliveries(project, webhook_id)
    with tenant(project):
        row = rows.filter(pk=_uuid(delivery_id, NO_DELIVERY)).first()
    if row is None:
        raise MemoryNotFoundError(NO_DELIVERY)
    return row


def replay(
    project: Project,
    webhook_id: str | UUID,
    delivery_id: str | UUID,
    now: dt.datetime | None = None,
) -> Delivery:
    """Send one delivery again, under the same `webhook-id`, from the start of the
    schedule. Raises `ConflictError` while it is being sent or the webhook is off."""
    now = now or timezone.now()
    with tenant(project):
        webhook = _active(project, webhook_id)
        row = _rows(webhook).filter(pk=_uuid(delivery_id, NO_DELIVERY)).first()
        if row is None:
            raise MemoryNotFoundError(NO_DELIVERY)
        if row.status == DeliveryStatus.SENDING:
            raise ConflictError("The delivery is being sent right now.")
        _again(webhook, _rows(webhook).filter(pk=row.pk), now)
        _record(audit.Act.WEBHOOK_REPLAYED, webhook, delivery=row.pk)
    outbox.publish_next(project.pk, webhook.pk, now)
    return row


def replay_failed(
    project: Project,
    webhook_id: str | UUID,
    since: dt.datetime | None = None,
    now: dt.datetime | None = None,
) -> int:
    """Send again whatever failed for good, of those made since a time; how many."""
    now = now or timezone.now()
    with tenant(project):
        webhook = _active(project, webhook_id)
        failed = _rows(webhook).filter(status=DeliveryStatus.FAILED)
        if since is not None:
            failed = failed.filter(created_at__gte=since)
        count = _again(webhook, failed.exclude(event_type=events.TEST), now)
        _record(audit.Act.WEBHOOK_REPLAYED, webhook, count=count)
    outbox.publish_next(project.pk, webhook.pk, now)
    return count


def send_test(
    project: Project, webhook_id: str | UUID, now: dt.datetime | None = None
) -> Delivery:
    """Send a test ping, once, also to a webhook that is switched off."""
    with tenant(project):
        webhook = _found(project, webhook_id)
        row = outbox.make(
            webhook,
            events.TEST,
            events.test_details(webhook.name),
            now or timezone.now(),
        )
        return outbox.enqueue(webhook, row)


def erase(project_id: UUID, memory_ids: Iterable[UUID]) -> int:
    """Delete every snapshot of these memories, sent or not; how many. Runs in the
    tenant's open transaction.

    Whoever has yet to hear that one of them is deleted hears its id and nothing else.
    """
    ids = list(memory_ids)
    about = Delivery.unscoped.filter(project_id=project_id, memory_id__in=ids)
    told = about.filter(event_type=events.MEMORY_DELETE, status__in=OPEN)
    for row in told:
        row.body = events.without_text(row.body)
        row.save(update_fields=["body"])
    Attempt.unscoped.filter(project_id=project_id, delivery__in=told).delete()
    others = about.exclude(pk__in=[row.pk for row in told])
    return erase_deliveries(project_id, others.values_list("pk", flat=True))


def erase_deliveries(project_id: UUID, delivery_ids: Iterable[UUID]) -> int:
    """Delete deliveries with their log, in the tenant's open transaction; how many.
    What tells of a deletion without a word is left to be told."""
    given: dict[str, Any] = {"project": project_id, "ids": list(delivery_ids)}
    with connection.cursor() as cursor:
        for sql in (ERASE_ATTEMPTS, ERASE_DELIVERIES):
            cursor.execute(sql, given)
        return int(cursor.rowcount)


SPOKEN = (
    "NOT (d.event_type = 'memory_delete' AND d.status IN ('pending', 'sending') "
    """AND d.body LIKE '%%"data":{"memory":""}%%')"""
)
"""SQL: deliveries `d` that say more than that a memory is gone."""
ERASE_ATTEMPTS = f"""
DELETE FROM webhooks_attempt a USING webhooks_delivery d
 WHERE d.project_id = %(project)s AND d.id = ANY(%(ids)s) AND a.project_id = d.project_id
   AND a.delivery_id = d.id AND {SPOKEN}
"""  # noqa: S608  our own words
ERASE_DELIVERIES = f"""
DELETE FROM webhooks_delivery d
 WHERE d.project_id = %(project)s AND d.id = ANY(%(ids)s) AND {SPOKEN}
"""  # noqa: S608

NO_WEBHOOK = "Webhook not found"
NO_DELIVERY = "Delivery not found"


def _state(webhook: Webhook) -> dict[str, Any]:
    """What of a webhook can be changed."""
    names = ("name", "url", "event_types", "is_active")
    return {name: getattr(webhook, name) for name in names}


def _record(act: audit.Act, webhook: Webhook, **more: Any) -> None:
    """Of the address only the host, because paths hold secrets."""
    audit.record(
        act,
        project=webhook.project,
        about=("webhook", webhook.pk),
        name=webhook.name,
        host=urlsplit(webhook.url).hostname or "",
        **more,
    )


def _one_line(name: str) -> str:
    """It stands in the subject of mails."""
    return " ".join(name.split())


def _webhooks(project: Project) -> QuerySet[Webhook]:
    found: QuerySet[Webhook] = project.webhooks.order_by("id")
    return found


def _rows(webhook: Webhook) -> QuerySet[Delivery]:
    found: QuerySet[Delivery] = webhook.webhook_deliveries.all()
    return found


def _found(project: Project, webhook_id: str | UUID, *, lock: bool = False) -> Webhook:
    rows = _webhooks(project).filter(pk=_uuid(webhook_id, NO_WEBHOOK))
    webhook = (rows.select_for_update(no_key=True) if lock else rows).first()
    if webhook is None:
        raise MemoryNotFoundError(NO_WEBHOOK)
    return webhook


def _active(project: Project, webhook_id: str | UUID) -> Webhook:
    webhook = _found(project, webhook_id, lock=True)
    if not webhook.is_active:
        raise ConflictError("The webhook is switched off. Activate it first.")
    return webhook


def _again(webhook: Webhook, rows: QuerySet[Delivery], now: dt.datetime) -> int:
    """Make rows due from the start of the schedule; the pause of the endpoint ends."""
    if webhook.paused_until is not None:
        webhook.paused_until = None
        webhook.save(update_fields=["paused_until"])
    return rows.update(
        status=DeliveryStatus.PENDING,
        step=0,
        next_attempt_at=now,
        published_at=None,
        finished_at=None,
    )


def _uuid(value: str | UUID, missing: str) -> UUID:
    """What is no id at all is as unknown as an id that nothing has."""
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except ValueError:
        raise MemoryNotFoundError(missing) from None
