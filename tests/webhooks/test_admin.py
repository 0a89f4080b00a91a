from __future__ import annotations

import pytest
from django.test import Client

from mem0.ids import uuid7
from orgs.models import User
from tests.webhooks.conftest import announce, attempt, hook
from webhooks import services


@pytest.fixture
def staff() -> Client:
    user = User.objects.create_superuser(f"staff-{uuid7()}@example.com", "password")
    client = Client()
    client.force_login(user)
    return client


def test_the_staff_sees_rows_but_no_secret_and_no_memory(acme, receiver, staff):
    webhook = hook(acme, receiver.url, name="Sales CRM")
    (row,) = announce(acme)
    attempt(acme, row)
    pages = [
        "webhook/?q=Sales+CRM",
        f"webhook/{webhook.pk}/change/",
        "delivery/",
        f"delivery/{row.pk}/change/",
        "attempt/",
    ]
    secret, _ = services.secrets(acme.project, webhook.pk)
    for page in pages:
        answer = staff.get(f"/admin/webhooks/{page}")
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert webhook.secret not in text
        assert secret not in text
        assert "Ana lives in Porto" not in text
    assert "Sales CRM" in staff.get(f"/admin/webhooks/{pages[0]}").content.decode()


def test_the_staff_cannot_change_them(acme, receiver, staff):
    webhook = hook(acme, receiver.url)
    for page in ("webhook/add/", f"webhook/{webhook.pk}/delete/"):
        assert staff.get(f"/admin/webhooks/{page}").status_code == 403
