"""How an endpoint is doing: when it is given a pause, and when it is given up.

An endpoint that says 410 is gone at once. One that fails for days is switched off
and its owners get a mail; one that nobody answers at, or that asks for time, is
left alone for a while. A success wipes the slate clean.
"""

from __future__ import annotations

import datetime as dt
import logging
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from orgs.models import Project, Role, User
from webhooks.models import Delivery, DeliveryStatus, Webhook
from webhooks.outbox import IN_FLIGHT

logger = logging.getLogger(__name__)

DISABLE_AFTER = dt.timedelta(days=5)
DISABLE_FAILURES = 10
"""An endpoint is given up when it failed this often and for this long."""
UNREACHABLE = 5
"""Connection errors in a row after which an endpoint is left alone for a while."""
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 900.0  # seconds; each further error doubles it

GONE = "The endpoint answered 410 Gone."
SWITCHED_OFF = "The webhook was switched off."


def in_flight_limit(webhook: Webhook) -> int:
    """Requests at a time: one while it fails, so that it cannot hold up workers."""
    return 1 if webhook.failures else IN_FLIGHT


def is_open(webhook: Webhook, now: dt.datetime) -> bool:
    """Whether it may be called now."""
    paused = webhook.paused_until is not None and webhook.paused_until > now
    return webhook.is_active and not paused


def succeeded(webhook: Webhook) -> None:
    """Forget all failures."""
    if webhook.failures or webhook.paused_until:
        reset(webhook)
        webhook.save(update_fields=COUNTERS)


def reset(webhook: Webhook) -> None:
    """The counters of an endpoint that is well, unsaved."""
    webhook.failures = webhook.unreachable = 0
    webhook.failing_since = webhook.paused_until = None


def failed(
    webhook: Webhook,
    now: dt.datetime,
    *,
    status: int | None,
    unreachable: bool,
    pause: float | None = None,
) -> str:
    """Count a failure; why the webhook was switched off, or '' when it was not.

    `pause` is what the endpoint asked for, in seconds.
    """
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or now
    webhook.unreachable = webhook.unreachable + 1 if unreachable else 0
    if webhook.unreachable >= UNREACHABLE:
        doubled = FIRST_PAUSE * 2.0 ** min(webhook.unreachable - UNREACHABLE, 10)
        pause = max(pause or 0.0, min(doubled, LONGEST_PAUSE))
    if pause is not None:
        webhook.paused_until = now + dt.timedelta(seconds=pause)
    webhook.save(update_fields=COUNTERS)
    reason = _reason(webhook, now, status)
    if reason and webhook.is_active:
        switch_off(webhook, reason, now)
        return reason
    return ""


def switch_off(webhook: Webhook, reason: str, now: dt.datetime) -> None:
    """Stop calling it. What was waiting has failed, and can be replayed."""
    webhook.is_active = False
    webhook.disabled_at, webhook.disabled_reason = now, reason
    webhook.save(update_fields=["is_active", "disabled_at", "disabled_reason"])
    Delivery.unscoped.filter(
        project_id=webhook.project_id,
        webhook=webhook,
        status=DeliveryStatus.PENDING,
    ).update(status=DeliveryStatus.FAILED, finished_at=now, error=reason)


def tell_owners(webhook: Webhook, reason: str) -> None:
    """A mail to every owner of the organization. Call it outside a transaction."""
    project = Project.objects.select_related("organization").get(pk=webhook.project_id)
    owners = _owners(project.organization_id)
    if not owners:
        return
    text = (
        f"The webhook {webhook.name} of the project {project.name} "
        f"({project.organization.name}) was switched off.\n\n"
        f"Address: {webhook.url}\nReason: {reason}\n\n"
        "Nothing is sent there any more. When the endpoint works again, activate the "
        "webhook and replay the deliveries that failed.\n\n"
        f"{settings.PUBLIC_URL}\n"
    )
    try:
        send_mail(f"Webhook {webhook.name} was switched off", text, None, owners)
    except OSError:  # includes every error of SMTP
        logger.exception("The owners of webhook %s could not be told.", webhook.pk)


def _owners(organization_id: UUID) -> list[str]:
    return list(
        User.objects.filter(
            is_active=True,
            memberships__organization_id=organization_id,
            memberships__role=Role.OWNER,
        ).values_list("email", flat=True)
    )


def _reason(webhook: Webhook, now: dt.datetime, status: int | None) -> str:
    if status == 410:
        return GONE
    since = webhook.failing_since or now
    if webhook.failures < DISABLE_FAILURES or now - since < DISABLE_AFTER:
        return ""
    day = timezone.localtime(since, dt.UTC).date().isoformat()
    return f"{webhook.failures} attempts have failed since {day}."


COUNTERS = ["failures", "failing_since", "unreachable", "paused_until"]
