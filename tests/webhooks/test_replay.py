from __future__ import annotations

import datetime as dt

import pytest

from mem0.exceptions import ConflictError
from orgs.tenancy import tenant
from tests.webhooks.conftest import (
    START,
    announce,
    answering,
    attempt,
    fresh,
    hook,
    log,
)
from webhooks import delivering, services
from webhooks.models import Delivery

HOUR = dt.timedelta(hours=1)


def path(row, end: str = "") -> str:
    return f"/api/v1/webhooks/{row.webhook_id}/deliveries/{row.pk}/{end}"


def failed(api, receiver, now: dt.datetime = START) -> Delivery:
    """A delivery that failed for good."""
    receiver.behaviour = answering(500)
    row = announce(api, now=now)[-1]
    with tenant(api.project):
        Delivery.unscoped.filter(project=api.project, pk=row.pk).update(step=9)
    attempt(api, row, now)
    assert fresh(api, row).status == "failed"
    receiver.behaviour = answering(200)
    return row


def test_a_failed_delivery_can_be_sent_again_under_its_id(acme, receiver):
    hook(acme, receiver.url)
    row = failed(acme, receiver)
    answer = acme.post(path(row, "replay/"), {})
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")
    attempt(acme, row, dt.datetime.now(dt.UTC))
    assert fresh(acme, row).status == "delivered"
    first, second = receiver.requests
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert [line.status_code for line in log(acme, row)] == [500, 200]


def test_a_delivered_one_can_be_sent_again_too(acme, receiver):
    hook(acme, receiver.url)
    (row,) = announce(acme)
    attempt(acme, row)
    acme.post(path(row, "replay/"), {})
    attempt(acme, row, dt.datetime.now(dt.UTC))
    assert len(receiver.requests) == 2


def test_a_replay_starts_the_schedule_anew(acme, receiver):
    webhook = hook(acme, receiver.url)
    row = failed(acme, receiver)
    services.replay(acme.project, webhook.pk, row.pk, START + HOUR)
    receiver.behaviour = answering(500)
    attempt(acme, row, START + HOUR)
    row = fresh(acme, row)
    assert row.status == "pending"
    assert row.next_attempt_at < START + HOUR + dt.timedelta(seconds=7)


def test_what_is_being_sent_cannot_be_replayed(acme, receiver):
    webhook = hook(acme, receiver.url)
    (row,) = announce(acme)
    delivering.claim(acme.project.pk, row.pk, START)
    with pytest.raises(ConflictError):
        services.replay(acme.project, webhook.pk, row.pk)


def test_a_webhook_that_is_off_has_to_be_activated_first(acme, receiver):
    webhook = hook(acme, receiver.url)
    row = failed(acme, receiver)
    acme.put(f"/api/v1/webhooks/{webhook.pk}/", {"is_active": False})
    assert acme.post(path(row, "replay/"), {}).status_code == 409
    base = f"/api/v1/webhooks/{webhook.pk}/"
    assert acme.post(f"{base}replay-failed/", {}).status_code == 409


def test_all_failed_since_a_time_can_be_sent_again(acme, receiver):
    webhook = hook(acme, receiver.url)
    early, late = failed(acme, receiver), failed(acme, receiver, START + HOUR)
    attempt(acme, announce(acme)[-1])
    base = f"/api/v1/webhooks/{webhook.pk}/replay-failed/"
    since = {"since": (START + HOUR).isoformat()}
    assert acme.post(base, since).json() == {"replayed": 1}
    assert fresh(acme, late).status == "pending"
    assert fresh(acme, early).status == "failed"
    assert acme.post(base, {}).json() == {"replayed": 1}
    assert fresh(acme, early).status == "pending"
    assert acme.post(base, {}).json() == {"replayed": 0}


@pytest.mark.parametrize("since", ["yesterday", [], {}, "0001-01-01", True])
def test_a_bad_time_is_a_400(acme, since):
    webhook = hook(acme, "https://hooks.example.com/")
    base = f"/api/v1/webhooks/{webhook.pk}/replay-failed/"
    answer = acme.post(base, {"since": since})
    assert answer.status_code == 400
    assert "since" in answer.json()


def test_switching_off_ends_what_waits_and_a_replay_brings_it(acme, receiver):
    webhook = hook(acme, receiver.url)
    (row,) = announce(acme)
    base = f"/api/v1/webhooks/{webhook.pk}/"
    acme.put(base, {"is_active": False})
    assert fresh(acme, row).status == "failed"
    acme.put(base, {"is_active": True})
    assert acme.post(f"{base}replay-failed/", {}).json() == {"replayed": 1}
    attempt(acme, row, dt.datetime.now(dt.UTC))
    assert fresh(acme, row).status == "delivered"


def test_a_test_ping_is_sent_once_also_when_switched_off(acme, receiver):
    receiver.behaviour = answering(500)
    webhook = hook(acme, receiver.url)
    base = f"/api/v1/webhooks/{webhook.pk}/"
    acme.put(base, {"is_active": False})
    answer = acme.post(f"{base}test/", {})
    assert answer.status_code == 202
    made = answer.json()
    assert (made["event_type"], made["status"]) == ("webhook_test", "pending")
    row = Delivery(id=made["id"], project=acme.project)
    attempt(acme, row, dt.datetime.now(dt.UTC))
    assert receiver.requests[0].json()["event_details"]["event"] == "TEST"
    assert fresh(acme, row).status == "failed"
    assert fresh(acme, webhook).failures == 0


def test_the_log_shows_request_answer_and_latency(acme, receiver):
    hook(acme, receiver.url)
    row = failed(acme, receiver)
    seen = acme.get(path(row)).json()
    (line,) = seen["log"]
    assert seen["payload"]["event_details"]["event"] == "ADD"
    assert line["status_code"] == 500
    assert line["request_headers"]["webhook-id"] == str(row.pk)
    assert line["latency"] >= 0
    assert "500" in line["error"]
    assert "whsec_" not in str(seen)


def test_the_log_is_paged_and_filtered(acme, receiver):
    webhook = hook(acme, receiver.url)
    failed(acme, receiver)
    for _ in range(3):
        announce(acme)
    base = f"/api/v1/webhooks/{webhook.pk}/deliveries/"
    first = acme.get(f"{base}?page_size=3").json()
    assert (first["count"], len(first["results"])) == (4, 3)
    assert first["next"]
    second = acme.get(f"{base}?page_size=3&page=2").json()
    assert [row["status"] for row in second["results"]] == ["failed"]
    only = acme.get(f"{base}?status=failed").json()
    assert [row["status"] for row in only["results"]] == ["failed"]
    assert acme.get(f"{base}?status=lost").status_code == 400
    assert acme.get(f"{base}?page=99").status_code == 404


def test_a_delivery_of_another_webhook_is_not_found(acme, receiver):
    one, other = hook(acme, receiver.url), hook(acme, receiver.url, "memory_delete")
    (row,) = announce(acme)
    assert row.webhook_id == one.pk
    for key in (row.pk, "7"):
        base = f"/api/v1/webhooks/{other.pk}/deliveries/{key}/"
        for answer in (acme.get(base), acme.post(f"{base}replay/", {})):
            assert answer.status_code == 404
            assert answer.json()["error"] == "Delivery not found"


def test_deleting_a_webhook_deletes_its_log(acme, receiver):
    webhook = hook(acme, receiver.url)
    failed(acme, receiver)
    services.delete(acme.project, webhook.pk)
    with tenant(acme.project):
        assert not Delivery.unscoped.filter(project=acme.project).exists()


def test_erasing_a_memory_erases_its_snapshots(acme, receiver):
    hook(acme, receiver.url)
    first, second = announce(acme)[-1], announce(acme)[-1]
    attempt(acme, first)
    with tenant(acme.project):
        assert services.erase(acme.project.pk, [first.memory_id]) == 1
        left = list(Delivery.unscoped.filter(project=acme.project))
    assert [row.pk for row in left] == [second.pk]
