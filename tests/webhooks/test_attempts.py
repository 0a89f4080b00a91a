from __future__ import annotations

import datetime as dt
import socket

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from tests.webhooks.conftest import (
    SHORT,
    START,
    announce,
    answering,
    attempt,
    fresh,
    hook,
    log,
)
from webhooks import delivering, services


def test_a_delivery_arrives_signed(acme, receiver):
    webhook = hook(acme, receiver.url)
    now = dt.datetime.now(dt.UTC)
    (row,) = announce(acme, now=now)
    outcome = attempt(acme, row, now)
    (request,) = receiver.requests
    secret, _ = services.secrets(acme.project, webhook.pk)
    assert outcome.status == 200
    assert Verifier(secret).verify(request.body, request.headers)["id"] == str(row.pk)
    assert request.headers["webhook-id"] == str(row.pk)
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"].endswith("-Webhooks/1")


def test_success_is_recorded_once_and_not_repeated(acme, receiver):
    hook(acme, receiver.url)
    (row,) = announce(acme)
    attempt(acme, row)
    assert attempt(acme, row) is None
    row = fresh(acme, row)
    assert (row.status, row.attempts, row.error) == ("delivered", 1, "")
    (line,) = log(acme, row)
    assert (line.status_code, line.response, line.number) == (200, "thanks", 1)
    assert line.request_headers["webhook-id"] == str(row.pk)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 429, 500, 503])
def test_any_other_status_is_tried_again(acme, receiver, status):
    receiver.behaviour = answering(status, b"no", location="http://127.0.0.1:1/")
    hook(acme, receiver.url)
    (row,) = announce(acme)
    attempt(acme, row)
    row = fresh(acme, row)
    assert row.status == "pending"
    assert str(status) in row.error
    assert ("Redirects are not followed" in row.error) == (300 <= status < 400)
    wait = (row.next_attempt_at - START).total_seconds()
    assert 4 <= wait <= 6
    assert len(receiver.requests) == 1


def test_an_endpoint_that_hangs_has_failed(acme, receiver):
    receiver.behaviour = lambda handler: receiver.release.wait(20)
    hook(acme, receiver.url)
    (row,) = announce(acme)
    attempt(acme, row, limits=SHORT)
    assert "within 0.5 seconds" in fresh(acme, row).error
    (line,) = log(acme, row)
    assert line.status_code is None
    assert line.latency >= 400


def test_a_binary_answer_is_logged_as_text(acme, receiver):
    receiver.behaviour = answering(200, b"\x00\xff" * 4000)
    hook(acme, receiver.url)
    (row,) = announce(acme)
    attempt(acme, row)
    (line,) = log(acme, row)
    assert len(line.response) <= 4096
    assert "\0" not in line.response


def test_retry_after_is_waited_for(acme, receiver):
    receiver.behaviour = answering(429, retry_after="120")
    webhook = hook(acme, receiver.url)
    row, other = announce(acme)[0], announce(acme)[1]
    attempt(acme, row)
    assert fresh(acme, row).next_attempt_at == START + dt.timedelta(seconds=120)
    assert fresh(acme, webhook).paused_until == START + dt.timedelta(seconds=120)
    assert attempt(acme, other) is None  # it asked for time, for all of them
    assert attempt(acme, other, START + dt.timedelta(seconds=120)) is not None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("17", 17.0),
        ("99999999999999999999", 86400.0),
        ("Sun, 01 Mar 2026 12:01:00 GMT", 60.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Fri, 01 Mar 2030 12:00:00 GMT", 86400.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header, seconds):
    assert delivering.retry_after(header, START) == seconds


def test_410_disables_at_once_and_tells_the_owner(acme, receiver, mailoutbox, owner):
    receiver.behaviour = answering(410)
    webhook = hook(acme, receiver.url, name="Sales\nCRM")
    row, other = announce(acme)[0], announce(acme)[1]
    attempt(acme, row)
    webhook = fresh(acme, webhook)
    assert not webhook.is_active
    assert "410" in webhook.disabled_reason
    assert fresh(acme, row).status == fresh(acme, other).status == "failed"
    (mail,) = mailoutbox
    assert mail.to == [owner.email]
    assert receiver.url in mail.body


def test_an_address_that_became_inner_is_refused_when_sending(acme, settings):
    row_hook = hook(acme, "https://hooks.example.com/")
    (row,) = announce(acme)
    outcome = attempt(acme, row, resolve=lambda host, port: ["127.0.0.2"])
    assert "not public" in outcome.error
    assert fresh(acme, row_hook).unreachable == 1


def test_a_worker_that_died_after_sending_leaves_the_same_id_to_the_next(
    acme, receiver
):
    hook(acme, receiver.url)
    (row,) = announce(acme)
    held = delivering.claim(acme.project.pk, row.pk, START)
    lost = delivering.send(held, START)
    assert attempt(acme, row, START + dt.timedelta(seconds=59)) is None
    later = START + dt.timedelta(seconds=delivering.LEASE)
    assert attempt(acme, row, later).status == 200
    ids = {request.headers["webhook-id"] for request in receiver.requests}
    assert (len(receiver.requests), ids) == (2, {str(row.pk)})
    delivering.record(held, lost, later)  # it was only slow, and comes too late
    assert [line.number for line in log(acme, row)] == [2]


def test_two_workers_cannot_hold_one_delivery(acme, receiver):
    hook(acme, receiver.url)
    (row,) = announce(acme)
    assert delivering.claim(acme.project.pk, row.pk, START) is not None
    assert delivering.claim(acme.project.pk, row.pk, START) is None


def test_an_endpoint_gets_four_requests_at_a_time_and_others_go_on(acme, receiver):
    slow, quick = hook(acme, receiver.url), hook(acme, receiver.url)
    for _ in range(6):
        rows = announce(acme)
    of_slow = [row for row in rows if row.webhook_id == slow.pk]
    of_quick = [row for row in rows if row.webhook_id == quick.pk]
    claims = [delivering.claim(acme.project.pk, row.pk, START) for row in of_slow]
    assert [claim is not None for claim in claims] == [True] * 4 + [False] * 2
    assert attempt(acme, of_quick[0]).status == 200
    delivering.record(claims[0], delivering.Outcome(status=200), START)
    assert delivering.claim(acme.project.pk, of_slow[4].pk, START) is not None


def test_an_endpoint_that_fails_gets_one_request_at_a_time(acme, receiver):
    hook(acme, receiver.url)
    rows = [announce(acme)[-1] for _ in range(3)]
    receiver.behaviour = answering(500)
    attempt(acme, rows[0])
    assert delivering.claim(acme.project.pk, rows[1].pk, START) is not None
    assert delivering.claim(acme.project.pk, rows[2].pk, START) is None


def test_an_endpoint_nobody_answers_at_is_left_alone_for_a_while(acme):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    webhook = hook(acme, f"http://127.0.0.1:{port}/")
    rows = [announce(acme)[-1] for _ in range(6)]
    for row in rows[:5]:
        assert attempt(acme, row) is not None
    paused = fresh(acme, webhook).paused_until
    assert paused == START + dt.timedelta(seconds=30)
    assert attempt(acme, rows[5]) is None
    assert attempt(acme, rows[5], paused) is not None
    assert fresh(acme, webhook).paused_until == paused + dt.timedelta(seconds=60)


def test_a_secret_that_cannot_be_read_is_a_failure_with_a_reason(
    acme, receiver, settings
):
    hook(acme, receiver.url)
    (row,) = announce(acme)
    settings.SECRET_KEY = "another"
    attempt(acme, row)
    assert "SECRET_KEY" in fresh(acme, row).error
    assert receiver.requests == []
