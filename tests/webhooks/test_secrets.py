from __future__ import annotations

import datetime as dt

import pytest
from django.db import connections
from standardwebhooks.webhooks import Webhook as Verifier, WebhookVerificationError

from mem0.exceptions import ConfigurationError
from orgs import secrets
from tests.webhooks.conftest import announce, attempt, hook
from webhooks import services


@pytest.fixture
def now() -> dt.datetime:
    """The time of the test: the independent verifier has a clock of its own."""
    return dt.datetime.now(dt.UTC)


def sent_at(api, receiver, now: dt.datetime) -> tuple[str, dict[str, str]]:
    attempt(api, announce(api, now=now)[-1], now)
    request = receiver.requests[-1]
    return request.body, request.headers


def test_the_secret_can_be_read_again(acme):
    made = acme.post(
        f"/api/v1/webhooks/projects/{acme.project.pk}/",
        {"name": "a", "url": "https://a.example/", "event_types": ["memory_add"]},
    ).json()
    answer = acme.get(f"/api/v1/webhooks/{made['id']}/secret/").json()
    assert answer == {"secret": made["secret"], "previous_secret_expires_at": None}


def test_both_secrets_sign_for_a_day_after_a_rotation(acme, receiver, now):
    webhook = hook(acme, receiver.url)
    old, _ = services.secrets(acme.project, webhook.pk)
    rotated = now - services.OVERLAP + dt.timedelta(seconds=1)
    new, until = services.rotate_secret(acme.project, webhook.pk, rotated)
    assert until == rotated + services.OVERLAP
    body, headers = sent_at(acme, receiver, now)
    assert Verifier(new).verify(body, headers)
    assert Verifier(old).verify(body, headers)


def test_the_old_secret_ends_after_a_day(acme, receiver, now):
    webhook = hook(acme, receiver.url)
    old, _ = services.secrets(acme.project, webhook.pk)
    new, _ = services.rotate_secret(acme.project, webhook.pk, now - services.OVERLAP)
    body, headers = sent_at(acme, receiver, now)
    assert Verifier(new).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(old).verify(body, headers)
    assert services.secrets(acme.project, webhook.pk, now) == (new, None)


def test_two_secrets_at_most_are_active(acme, receiver, now):
    webhook = hook(acme, receiver.url)
    first, _ = services.secrets(acme.project, webhook.pk)
    for _ in range(2):
        services.rotate_secret(acme.project, webhook.pk, now)
    body, headers = sent_at(acme, receiver, now)
    assert len(headers["webhook-signature"].split()) == 2
    with pytest.raises(WebhookVerificationError):
        Verifier(first).verify(body, headers)


def test_the_database_holds_no_secret_in_plain(acme):
    webhook = hook(acme, "https://a.example/")
    secret, _ = services.secrets(acme.project, webhook.pk)
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT w::text FROM webhooks_webhook w WHERE id = %s", [webhook.pk]
        )
        ((row,),) = cursor.fetchall()
    assert "whsec_" not in row
    assert secret.removeprefix("whsec_") not in row


def test_a_former_secret_key_still_opens(settings):
    sealed = secrets.seal("text")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert secrets.unseal(sealed) == "text"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ConfigurationError):
        secrets.unseal(sealed)
