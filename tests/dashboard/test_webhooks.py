"""Webhooks on pages: made, tested, looked at, replayed, rotated, deleted."""

from __future__ import annotations

import html
import re

import pytest

from orgs import services as orgs
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.webhooks.conftest import (  # noqa: F401  fixtures
    answering,
    attempt,
    loopback_is_allowed,
    receiver,
)
from webhooks import services

SECRET = re.compile(r"whsec_[0-9A-Za-z+/=]{20,}")


def secret(page: str) -> str:
    return SECRET.findall(html.unescape(page))[0]


@pytest.fixture
def hook(member, receiver):  # noqa: F811
    """An endpoint that was made on the page; (webhook, its secret)."""
    answer = member.send(
        member.url("webhooks-new"),
        name="Billing <b>",
        url=receiver.url,
        event_types=["memory_add", "memory_delete"],
    )
    shown = secret(member.see(answer["Location"]))
    (webhook,) = services.get_webhooks(member.project)
    return webhook, shown


def one(person, name, *ids) -> str:
    return person.url(f"webhooks-{name}", *ids)


def deliver(person):
    """Try everything that waits, as a worker would; the deliveries, newest first."""
    api = Api(person.project, "")
    with tenant(person.project):
        waiting = list(person.project.webhook_deliveries.filter(status="pending"))
    for row in waiting:
        attempt(api, row, row.next_attempt_at)
    with tenant(person.project):
        return list(person.project.webhook_deliveries.order_by("-id"))


def test_the_secret_is_shown_once_and_on_demand(member, hook):
    webhook, shown = hook
    page = one(member, "one", webhook.pk)
    assert not SECRET.search(member.see(page))
    member.send(one(member, "reveal", webhook.pk))
    assert secret(member.see(page)) == shown
    member.send(one(member, "rotate", webhook.pk))
    assert secret(member.see(page)) != shown
    assert not SECRET.search(member.see(page))


def test_the_list_shows_the_state(member, hook):
    page = member.see(member.url("webhooks"))
    assert "Billing &lt;b&gt;" in page
    assert 'badge good dot">on' in page


def test_a_test_is_sent_and_its_answer_shown(member, hook, receiver):  # noqa: F811
    webhook, _ = hook
    receiver.behaviour = answering(500, b"<script>alert(1)</script>")
    member.send(one(member, "test", webhook.pk))
    (row,) = deliver(member)
    page = member.see(one(member, "one", webhook.pk))
    assert "webhook_test" in page
    detail = member.see(one(member, "delivery", webhook.pk, row.pk))
    assert "<script>alert" not in detail
    assert "&lt;script&gt;alert(1)" in detail
    assert "webhook-id" in detail
    assert "500" in detail


def test_what_failed_is_replayed(member, hook, receiver):  # noqa: F811
    webhook, _ = hook
    Api(member.project, key_of(member)).remember("I live in Porto.")
    with tenant(member.project):
        member.project.webhook_deliveries.update(status="failed", error="gone")
    failed = member.see(one(member, "one", webhook.pk) + "?status=failed")
    assert "memory_add" in failed
    assert "Nothing was sent" not in failed
    assert "Nothing was sent" in member.see(
        one(member, "one", webhook.pk) + "?status=delivered"
    )
    member.send(one(member, "replay-failed", webhook.pk))
    (row,) = deliver(member)
    assert row.status == "delivered"
    assert "I live in Porto." in member.see(one(member, "delivery", webhook.pk, row.pk))
    member.send(one(member, "replay", webhook.pk, row.pk))
    deliver(member)
    assert len(receiver.requests) == 2


def key_of(person) -> str:
    return orgs.create_key(person.project)[1]


def test_an_endpoint_is_changed_switched_off_and_deleted(member, hook, receiver):  # noqa: F811
    webhook, _ = hook
    page = one(member, "one", webhook.pk)
    member.edit(page, name="Other", url=receiver.url, event_types=["memory_update"])
    (changed,) = services.get_webhooks(member.project)
    assert (changed.name, changed.is_active) == ("Other", False)
    assert "switched off" in member.see(page)
    answer = member.send(one(member, "replay-failed", webhook.pk))
    assert "Activate it first" in member.see(answer["Location"])
    member.send(one(member, "delete", webhook.pk))
    assert services.get_webhooks(member.project) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"url": "http://10.0.0.1/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"event_types": []}, "required"),
        ({"event_types": ["x"]}, "valid choice"),
        ({"name": ""}, "required"),
    ],
)
def test_bad_endpoints_come_back_with_a_word(member, typed, said):
    good = {"name": "x", "url": "https://example.org/", "event_types": ["memory_add"]}
    answer = member.send(member.url("webhooks-new"), 422, **{**good, **typed})
    assert said in answer.content.decode().lower()
    assert services.get_webhooks(member.project) == []


def test_of_others_nothing_is_seen(member, stranger, hook):
    webhook, _ = hook
    ids = (webhook.pk,)
    stranger.see(one(stranger, "one", *ids), 404)
    stranger.see(one(member, "one", *ids), 404)
    for name in ("test", "reveal", "rotate", "replay-failed", "delete"):
        stranger.send(one(stranger, name, *ids), 404)
        stranger.send(one(member, name, *ids), 404)
    stranger.see(one(stranger, "delivery", webhook.pk, webhook.pk), 404)


def test_a_reader_looks_and_touches_nothing(reader, hook):
    webhook, _ = hook
    page = reader.see(one(reader, "one", webhook.pk))
    for word in ("Send a test", "Show the secret", "Replay all failed", "Delete"):
        assert word not in page
    for name in ("test", "reveal", "rotate", "replay-failed", "delete"):
        reader.send(one(reader, name, webhook.pk), 403)
    reader.send(one(reader, "one", webhook.pk), 403, name="x")
