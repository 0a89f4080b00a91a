"""What the broker lost is told it again, and nothing else is."""

from __future__ import annotations

import pytest

from memories import jobs, publishing
from tests.jobs.conftest import add, alter, event, job

LONG_AGO = "published_at = now() - interval '31 seconds'"


def test_a_job_that_the_broker_has_is_not_told_again(acme, broker):
    add(acme, "I live in Porto.")
    assert publishing.relay() == 0


def test_a_job_that_the_broker_lost_is_told_again(acme, broker):
    event_id = add(acme, "I live in Porto.")
    broker.purge()
    assert broker.work() == []
    alter(acme, event_id, LONG_AGO)
    assert publishing.relay() == 1
    assert publishing.relay() == 0
    assert broker.work() == [str(acme.project.pk)]
    assert event(acme, event_id)["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("lease", "told"), [("now() - interval '1 s'", 1), ("now() + interval '9 s'", 0)]
)
def test_a_job_is_told_again_when_its_workers_lease_has_ended(
    acme, broker, lease, told
):
    event_id = add(acme, "I live in Porto.")
    broker.purge()
    alter(acme, event_id, f"status = 'running', lease_until = {lease}, {LONG_AGO}")
    assert publishing.relay() == told
    assert len(broker.work()) == told


@pytest.mark.parametrize("status", ["done", "dead"])
def test_a_job_that_ended_is_not_told_again(acme, broker, status):
    event_id = add(acme, "I live in Porto.")
    alter(acme, event_id, f"status = '{status}', {LONG_AGO}")
    assert publishing.relay() == 0


def test_the_wait_for_a_lost_message_is_a_setting(acme, broker, settings):
    event_id = add(acme, "I live in Porto.")
    alter(acme, event_id, "published_at = now() - interval '10 seconds'")
    assert publishing.relay() == 0
    settings.JOB_LOST_AFTER_SECONDS = 5
    assert publishing.relay() == 1


def test_a_job_that_only_waits_is_told_again_ever_more_seldom(acme, broker):
    event_id = add(acme, "I live in Porto.")
    alter(acme, event_id, LONG_AGO)
    assert publishing.relay() == 1
    alter(acme, event_id, LONG_AGO)
    assert publishing.relay() == 0, "the second wait is twice as long"
    alter(acme, event_id, "published_at = now() - interval '61 seconds'")
    assert publishing.relay() == 1
    alter(acme, event_id, "published_at = now() - interval '1 day', publications = 99")
    assert publishing.relay() == 1, "the wait ends"


def test_a_job_that_was_claimed_is_told_again_as_soon_as_ever(acme, broker):
    event_id = add(acme, "I live in Porto.")
    alter(acme, event_id, f"publications = 5, {LONG_AGO}")
    assert publishing.relay() == 0
    assert jobs.claim(acme.project.pk, job(acme, event_id).pk)
    alter(acme, event_id, "lease_until = now() - interval '1 s'")
    assert publishing.relay() == 1
