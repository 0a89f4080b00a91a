"""The whole schedule, with the time passed in."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from tests.webhooks.conftest import (
    START,
    announce,
    answering,
    attempt,
    fresh,
    hook,
    log,
)
from webhooks import delivering, health
from webhooks.delivering import JITTER, SCHEDULE, next_delay

DAY = dt.timedelta(days=1)


def until_over(api, row) -> list[dt.datetime]:
    """Attempts, each exactly when it is due; when they were made."""
    moments = []
    while row.status == "pending":
        moments.append(row.next_attempt_at)
        assert attempt(api, row, row.next_attempt_at - dt.timedelta(seconds=1)) is None
        assert attempt(api, row, row.next_attempt_at) is not None
        row = fresh(api, row)
    return moments


def test_the_schedule_reaches_over_three_days():
    assert len(SCHEDULE) == 10
    assert 3 * 86400 * JITTER[0] <= sum(SCHEDULE) * JITTER[0] + 86400
    assert sum(SCHEDULE) >= 3 * 86400


@pytest.mark.parametrize("step", range(1, len(SCHEDULE)))
def test_each_wait_is_jittered_within_bounds(step):
    waits = [next_delay(step) for _ in range(200)]
    low, high = (SCHEDULE[step] * factor for factor in JITTER)
    assert all(low <= wait <= high for wait in waits)
    assert len({round(wait, 6) for wait in waits}) > 100


def test_after_the_last_step_there_is_no_next():
    assert next_delay(len(SCHEDULE)) is None
    assert next_delay(len(SCHEDULE), 5.0) is None


def test_what_the_endpoint_asks_for_is_never_cut_short():
    assert next_delay(1, 3600.0) == 3600.0
    assert next_delay(4, 1.0) >= SCHEDULE[4] * JITTER[0]


def test_an_endpoint_that_always_fails_gets_ten_attempts(acme, receiver):
    receiver.behaviour = answering(500)
    hook(acme, receiver.url)
    (row,) = announce(acme)
    moments = until_over(acme, row)
    assert moments[0] == START
    for step, (before, after) in enumerate(pairwise(moments), 1):
        wait = (after - before).total_seconds()
        assert SCHEDULE[step] * JITTER[0] <= wait <= SCHEDULE[step] * JITTER[1]
    row = fresh(acme, row)
    assert (row.status, row.attempts) == ("failed", 10)
    assert [line.number for line in log(acme, row)] == list(range(1, 11))
    assert len(receiver.requests) == 10


def test_an_endpoint_that_was_down_for_days_gets_it_in_the_end(acme, receiver):
    receiver.behaviour = answering(503)
    webhook = hook(acme, receiver.url)
    (row,) = announce(acme)
    while row.next_attempt_at < START + 2 * DAY:
        attempt(acme, row, row.next_attempt_at)
        row = fresh(acme, row)
    assert fresh(acme, webhook).failing_since == START
    receiver.behaviour = answering(200)
    attempt(acme, row, row.next_attempt_at)
    assert fresh(acme, row).status == "delivered"
    bodies = {request.body for request in receiver.requests}
    ids = {request.headers["webhook-id"] for request in receiver.requests}
    assert len(bodies) == len(ids) == 1
    webhook = fresh(acme, webhook)
    assert (webhook.failures, webhook.failing_since) == (0, None)


def fail(api, receiver, at: dt.datetime) -> None:
    receiver.behaviour = answering(500)
    attempt(api, announce(api, now=at)[-1], at)


def test_days_of_failure_disable_the_webhook_and_tell_the_owner(
    acme, receiver, mailoutbox, owner
):
    webhook = hook(acme, receiver.url)
    for hour in range(health.DISABLE_FAILURES):
        fail(acme, receiver, START + dt.timedelta(hours=hour))
    assert fresh(acme, webhook).is_active  # often, but not for long
    fail(acme, receiver, START + 5 * DAY - dt.timedelta(seconds=1))
    assert fresh(acme, webhook).is_active
    fail(acme, receiver, START + 5 * DAY)
    webhook = fresh(acme, webhook)
    assert not webhook.is_active
    assert "2026-03-01" in webhook.disabled_reason
    assert [mail.to for mail in mailoutbox] == [[owner.email]]
    fail(acme, receiver, START + 6 * DAY)
    assert len(mailoutbox) == 1


def test_a_few_failures_over_many_days_disable_nothing(acme, receiver):
    webhook = hook(acme, receiver.url)
    for day in range(health.DISABLE_FAILURES - 1):
        fail(acme, receiver, START + day * DAY)
    assert fresh(acme, webhook).is_active


def test_a_success_between_failures_starts_the_count_anew(acme, receiver):
    webhook = hook(acme, receiver.url)
    for day in range(9):
        fail(acme, receiver, START + day * DAY)
    receiver.behaviour = answering(204)
    attempt(acme, announce(acme, now=START + 9 * DAY)[-1], START + 9 * DAY)
    for day in range(10, 14):
        fail(acme, receiver, START + day * DAY)
    assert fresh(acme, webhook).is_active


def test_activating_again_starts_with_a_clean_slate(acme, receiver):
    receiver.behaviour = answering(410)
    webhook = hook(acme, receiver.url)
    attempt(acme, announce(acme)[0])
    acme.put(f"/api/v1/webhooks/{webhook.pk}/", {"is_active": True})
    webhook = fresh(acme, webhook)
    assert webhook.is_active
    assert (webhook.failures, webhook.disabled_at, webhook.disabled_reason) == (
        0,
        None,
        "",
    )


def test_the_lease_is_longer_than_a_request_may_take():
    assert delivering.LEASE > 3 * 15
