"""The broker may lose every hint: the rows know what is due."""

from __future__ import annotations

import datetime as dt

from django.db import connections

from tests.webhooks.conftest import START, announce, answering, attempt, fresh, hook
from webhooks import delivering, outbox

LOST = dt.timedelta(seconds=outbox.LOST_AFTER + 1)
SECOND = dt.timedelta(seconds=1)


def swept(api, row, now: dt.datetime) -> bool:
    """Whether the sweep hinted at this row."""
    outbox.sweep(now)
    return bool(fresh(api, row).published_at == now)


def test_a_hint_that_was_lost_is_given_again(acme):
    hook(acme, "https://hooks.example.com/")
    (row,) = announce(acme)
    assert not swept(acme, row, START + SECOND)
    assert swept(acme, row, START + LOST)
    assert not swept(acme, row, START + LOST + SECOND)


def test_a_retry_is_hinted_at_when_its_time_has_come(acme, receiver):
    receiver.behaviour = answering(500)
    hook(acme, receiver.url)
    (row,) = announce(acme)
    attempt(acme, row)
    due = fresh(acme, row).next_attempt_at
    assert not swept(acme, row, due - SECOND)
    assert swept(acme, row, due)


def test_what_a_dead_worker_held_is_hinted_at_after_its_lease(acme):
    hook(acme, "https://hooks.example.com/")
    (row,) = announce(acme)
    delivering.claim(acme.project.pk, row.pk, START)
    ends = START + dt.timedelta(seconds=delivering.LEASE)
    assert not swept(acme, row, ends - SECOND)
    assert swept(acme, row, ends)


def test_what_is_done_or_switched_off_or_paused_is_not(acme, receiver):
    done = hook(acme, receiver.url)
    off = hook(acme, receiver.url)
    paused = hook(acme, receiver.url)
    rows = {row.webhook_id: row for row in announce(acme)}
    attempt(acme, rows[done.pk])
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE webhooks_webhook SET is_active = false WHERE id = %s", [off.pk]
        )
        cursor.execute(
            "UPDATE webhooks_webhook SET paused_until = %s WHERE id = %s",
            [START + 2 * LOST, paused.pk],
        )
    for row in rows.values():
        assert not swept(acme, row, START + LOST)
    assert swept(acme, rows[paused.pk], START + 2 * LOST)


def test_a_flood_to_one_endpoint_is_hinted_at_four_at_a_time(acme, receiver):
    hook(acme, receiver.url)
    rows = [announce(acme)[-1] for _ in range(7)]
    outbox.sweep(START + LOST)
    hinted = [fresh(acme, row).published_at == START + LOST for row in rows]
    assert hinted == [True] * 4 + [False] * 3


def test_what_finds_no_room_follows_when_there_is(acme, receiver):
    hook(acme, receiver.url)
    rows = [announce(acme)[-1] for _ in range(5)]
    held = [delivering.claim(acme.project.pk, row.pk, START) for row in rows]
    assert held[4] is None
    delivering.record(held[0], delivering.Outcome(status=200), START + SECOND)
    outbox.publish_next(acme.project.pk, rows[4].webhook_id, START + SECOND)
    assert fresh(acme, rows[4]).published_at == START + SECOND


def test_old_deliveries_are_forgotten(acme, receiver):
    hook(acme, receiver.url)
    old = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
    gone, kept = announce(acme, now=old)[-1], announce(acme)[-1]
    attempt(acme, gone, old)
    assert outbox.purge(old + outbox.KEPT + SECOND) == 1
    assert fresh(acme, kept).pk == kept.pk
    assert outbox.purge(old + outbox.KEPT + SECOND) == 0
