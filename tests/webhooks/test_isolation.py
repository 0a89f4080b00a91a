from __future__ import annotations

import pytest
from django.db import connection, utils

from orgs.tenancy import tenant
from tests.webhooks.conftest import announce, attempt, hook
from webhooks.models import Attempt, Delivery, Webhook

TABLES = ["webhooks_webhook", "webhooks_delivery", "webhooks_attempt"]


@pytest.fixture
def told(umbrella, receiver) -> Delivery:
    """Umbrella has a webhook, a delivery and a line in its log."""
    hook(umbrella, receiver.url)
    (row,) = announce(umbrella)
    attempt(umbrella, row)
    return row


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  fixed names
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("table", TABLES)
def test_without_a_tenant_there_are_no_rows(told, table):
    assert count(table) == 0


@pytest.mark.parametrize("table", TABLES)
def test_another_tenant_sees_none_of_them(acme, told, table):
    with tenant(acme.project):
        assert count(table) == 0


@pytest.mark.parametrize("model", [Webhook, Delivery, Attempt])
def test_nobody_writes_into_another_project(acme, umbrella, told, model):
    with tenant(umbrella.project):
        row = model.unscoped.filter(project=umbrella.project).first()
    with pytest.raises(utils.ProgrammingError), tenant(acme.project):
        model.unscoped.bulk_create([row], ignore_conflicts=True)


def test_a_worker_with_the_wrong_project_finds_nothing(acme, umbrella, told):
    assert attempt(acme, told) is None
