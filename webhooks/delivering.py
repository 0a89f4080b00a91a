"""One attempt: claim, send, record; three steps, and no transaction around the send.

What decides the design: a delivery arrives at least once although workers die, a slow
endpoint must not hold up others, and the retries reach over three days. So the state
is a row, claimed with a lease and a fence; the waits are in a column that the sweep
reads, because no broker keeps a message for a day; and a worker that died after it
sent leaves a lease that runs out, so the same `webhook-id` is sent again.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from mem0.exceptions import Mem0Error
from orgs import failpoints
from orgs.secrets import unseal
from orgs.tenancy import tenant
from webhooks import events, health, http, outbox, signing
from webhooks.models import Attempt, Delivery, DeliveryStatus, Webhook

logger = logging.getLogger(__name__)

MINUTE, HOUR = 60, 3600
SCHEDULE = (
    0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR,
    24 * HOUR,
)  # fmt: skip
"""Seconds before each attempt, from the one before: about three days in all."""
JITTER = (0.8, 1.2)
LONGEST_WAIT = 24 * HOUR
"""Seconds of a `Retry-After` that are honoured."""
LEASE = 60
"""Seconds until a claimed delivery that was not recorded is anybody's again."""
USER_AGENT = "Mem0-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery in the hands of this worker. `keys` are its sealed secrets."""

    delivery_id: UUID
    project_id: UUID
    webhook_id: UUID
    event_type: str
    url: str
    keys: tuple[str, ...]
    body: str
    fence: int
    step: int
    number: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request. `error` is empty after a success."""

    status: int | None = None
    error: str = ""
    response: str = ""
    request_headers: dict[str, str] = field(default_factory=dict)
    latency: int = 0
    unreachable: bool = False
    retry_after: float | None = None


def attempt(
    project_id: UUID,
    delivery_id: UUID,
    *,
    clock: Callable[[], dt.datetime] = timezone.now,
    limits: http.Limits = http.LIMITS,
    resolve: http.Resolver = http.resolve_by_system,
) -> Outcome | None:
    """Try one delivery, if it is due and free; what came of it."""
    held = claim(project_id, delivery_id, clock())
    if held is None:
        return None
    failpoints.reached("delivery.claimed")
    outcome = send(held, clock(), limits, resolve)
    failpoints.reached("delivery.sent")
    record(held, outcome, clock())
    failpoints.reached("delivery.recorded")
    outbox.publish_next(project_id, held.webhook_id, clock())
    return outcome


def claim(project_id: UUID, delivery_id: UUID, now: dt.datetime) -> Claim | None:
    """Take a due delivery; None when it is done, taken, or its endpoint is busy."""
    with tenant(project_id):
        row = Delivery.unscoped.filter(project_id=project_id, pk=delivery_id).first()
        webhook = row and _locked(project_id, row.webhook_id)
        if row is None or webhook is None:
            return None
        row = _one(row).select_for_update(no_key=True).first()
        if not (row and _is_due(row, now) and _may_start(webhook, row, now)):
            return None
        row.status = DeliveryStatus.SENDING
        row.fence, row.attempts, row.step = (
            row.fence + 1,
            row.attempts + 1,
            row.step + 1,
        )
        row.lease_until = now + dt.timedelta(seconds=LEASE)
        row.save(update_fields=["status", "fence", "attempts", "step", "lease_until"])
    return _claim(row, webhook, now)


def send(
    held: Claim,
    now: dt.datetime,
    limits: http.Limits = http.LIMITS,
    resolve: http.Resolver = http.resolve_by_system,
) -> Outcome:
    """The request itself. Never raises: whatever happens is an outcome."""
    started = time.monotonic()
    headers = {"content-type": "application/json", "user-agent": USER_AGENT}
    try:
        keys = [unseal(key) for key in held.keys]
        headers |= signing.headers(str(held.delivery_id), now, held.body, keys)
        answer = http.post(held.url, held.body.encode(), headers, limits, resolve)
    except Mem0Error as exc:
        unreachable = isinstance(exc, http.UnreachableError)
        return Outcome(
            error=exc.message,
            request_headers=headers,
            latency=_milliseconds(started),
            unreachable=unreachable,
        )
    except Exception:  # the far end is outside our walls, and every attempt is logged
        logger.exception("Delivery %s could not be sent.", held.delivery_id)
        return Outcome(error="The request failed.", request_headers=headers)
    return Outcome(
        status=answer.status,
        error=_complaint(answer.status),
        response=answer.body.decode("utf-8", "replace").replace(
            "\0", "\N{REPLACEMENT CHARACTER}"
        ),
        request_headers=headers,
        latency=_milliseconds(started),
        retry_after=retry_after(answer.headers.get("retry-after", ""), now),
    )


def record(held: Claim, outcome: Outcome, now: dt.datetime) -> None:
    """Write down what came of it, unless another worker has the delivery by now."""
    switched_off = ""
    with tenant(held.project_id):
        webhook = _locked(held.project_id, held.webhook_id)
        mine = Delivery.unscoped.filter(
            project_id=held.project_id,
            pk=held.delivery_id,
            fence=held.fence,
            status=DeliveryStatus.SENDING,
        )
        if webhook is None or not mine.update(**_state(held, webhook, outcome, now)):
            return
        _log(held, outcome, now)
        if held.event_type != events.TEST:
            switched_off = _note(webhook, outcome, now)
    if switched_off:
        health.tell_owners(webhook, switched_off)


def next_delay(step: int, asked: float | None = None) -> float | None:
    """Seconds from attempt number `step` to the next, None after the last. Jittered,
    and never sooner than the endpoint asked for."""
    if step >= len(SCHEDULE):
        return None
    delay = SCHEDULE[step] * random.uniform(*JITTER)  # noqa: S311  jitter, no secret
    return max(delay, asked or 0.0)


def retry_after(header: str, now: dt.datetime) -> float | None:
    """Seconds that a `Retry-After` names, as a number or a date; at most a day."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(min(int(header[:9]), LONGEST_WAIT))
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    seconds = (at if at.tzinfo else at.replace(tzinfo=dt.UTC)) - now
    return min(max(seconds.total_seconds(), 0.0), float(LONGEST_WAIT))


def _locked(project_id: UUID, webhook_id: UUID) -> Webhook | None:
    """The webhook, so that claims and records of one endpoint wait for each other."""
    found: Webhook | None = (
        Webhook.unscoped.filter(project_id=project_id, pk=webhook_id)
        .select_for_update(no_key=True)
        .first()
    )
    return found


def _one(row: Delivery) -> Any:
    return Delivery.unscoped.filter(project_id=row.project_id, pk=row.pk)


def _may_start(webhook: Webhook, row: Delivery, now: dt.datetime) -> bool:
    if row.event_type != events.TEST and not health.is_open(webhook, now):
        return False
    busy = Delivery.unscoped.filter(
        project_id=row.project_id,
        webhook=webhook,
        status=DeliveryStatus.SENDING,
        lease_until__gt=now,
    )
    return busy.count() < health.in_flight_limit(webhook)


def _is_due(row: Delivery, now: dt.datetime) -> bool:
    if row.status == DeliveryStatus.SENDING:
        return row.lease_until is not None and row.lease_until <= now
    return row.status == DeliveryStatus.PENDING and row.next_attempt_at <= now


def _claim(row: Delivery, webhook: Webhook, now: dt.datetime) -> Claim:
    keys = [webhook.secret]
    if webhook.old_secret_until is not None and webhook.old_secret_until > now:
        keys.append(webhook.old_secret)
    return Claim(
        delivery_id=row.pk,
        project_id=row.project_id,
        webhook_id=webhook.pk,
        event_type=row.event_type,
        url=webhook.url,
        keys=tuple(keys),
        body=row.body,
        fence=row.fence,
        step=row.step,
        number=row.attempts,
    )


def _state(
    held: Claim, webhook: Webhook, outcome: Outcome, now: dt.datetime
) -> dict[str, Any]:
    """The delivery's columns after this outcome."""
    done = {"lease_until": None, "finished_at": now, "error": outcome.error}
    if not outcome.error:
        return {**done, "status": DeliveryStatus.DELIVERED}
    delay = next_delay(held.step, outcome.retry_after)
    stays = webhook.is_active and outcome.status != 410
    if delay is None or not stays or held.event_type == events.TEST:
        return {**done, "status": DeliveryStatus.FAILED}
    return {
        "status": DeliveryStatus.PENDING,
        "next_attempt_at": now + dt.timedelta(seconds=delay),
        "published_at": None,
        "lease_until": None,
        "error": outcome.error,
    }


def _log(held: Claim, outcome: Outcome, now: dt.datetime) -> None:
    Attempt.unscoped.create(
        project_id=held.project_id,
        delivery_id=held.delivery_id,
        number=held.number,
        url=held.url,
        request_headers=outcome.request_headers,
        status_code=outcome.status,
        response=outcome.response,
        error=outcome.error,
        latency=outcome.latency,
        created_at=now,
    )


def _note(webhook: Webhook, outcome: Outcome, now: dt.datetime) -> str:
    if not outcome.error:
        health.succeeded(webhook)
        return ""
    return health.failed(
        webhook,
        now,
        status=outcome.status,
        unreachable=outcome.unreachable,
        pause=outcome.retry_after if outcome.status in {429, 503} else None,
    )


def _complaint(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"The endpoint answered {status}. Redirects are not followed: give the address it points to."
    return f"The endpoint answered {status}."


def _milliseconds(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
