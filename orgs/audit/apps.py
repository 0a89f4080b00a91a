from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "orgs.audit"
    verbose_name = "Audit log"

    def ready(self) -> None:
        """Listen to those who sign people in."""
        from orgs.audit import people  # noqa: PLC0415  models are there only now

        people.connect()
