from __future__ import annotations

import threading

from django.db import connection

from mem0.memory.types import Change
from orgs.tenancy import tenant
from tests.webhooks.conftest import hook, record
from webhooks import services
from webhooks.models import Delivery, Webhook


def test_a_deletion_waits_for_who_is_announcing_and_breaks_nothing(acme):
    webhook = hook(acme, "https://hooks.example.com/")
    errors: list[BaseException] = []

    def delete() -> None:
        try:
            services.delete(acme.project, webhook.pk)
        except BaseException as exc:
            errors.append(exc)
        finally:
            connection.close()

    deleting = threading.Thread(target=delete)
    with tenant(acme.project):
        services.announce(acme.project.pk, [Change("ADD", record())])
        deleting.start()
        deleting.join(0.3)
        assert deleting.is_alive()
    deleting.join(10)
    assert errors == []
    with tenant(acme.project):
        assert not Webhook.unscoped.filter(project=acme.project).exists()
        assert not Delivery.unscoped.filter(project=acme.project).exists()
