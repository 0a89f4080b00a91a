"""Webhooks as the staff sees them: to look at, across tenants, without secrets."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from mem0.exceptions import Mem0Error
from orgs.admin import TenantDataAdmin
from orgs.models import Project
from webhooks import services
from webhooks.models import Attempt, Delivery, Webhook


@admin.register(Webhook)
class WebhookAdmin(TenantDataAdmin):
    """Who is told what, and how that goes."""

    list_display = (
        "name", "project", "url", "is_active", "failures", "failing_since",
        "paused_until", "disabled_reason", "created_at",
    )  # fmt: skip
    list_filter = ("is_active",)
    search_fields = ("name", "url", "project__name")
    exclude = ("secret", "old_secret")


@admin.register(Delivery)
class DeliveryAdmin(TenantDataAdmin):
    """What is to be told, and what was. The text itself belongs to the customer."""

    list_display = (
        "id", "project", "webhook", "event_type", "status", "attempts",
        "next_attempt_at", "error", "created_at",
    )  # fmt: skip
    list_filter = ("status", "event_type")
    list_select_related = ("webhook",)
    exclude = ("body",)
    actions = ("replay",)

    @admin.action(description="Send again", permissions=["operate"])
    def replay(self, request: HttpRequest, rows: Any) -> None:
        """Send the chosen deliveries again; those that cannot be say why."""
        sent = 0
        projects = Project.objects.in_bulk({row.project_id for row in rows})
        for row in rows:
            try:
                services.replay(projects[row.project_id], row.webhook_id, row.pk)
            except Mem0Error as exc:
                self.message_user(request, f"{row.pk}: {exc}", messages.WARNING)
            else:
                sent += 1
        self.message_user(request, f"{sent} will be sent again.", messages.SUCCESS)


@admin.register(Attempt)
class AttemptAdmin(TenantDataAdmin):
    """The log."""

    list_display = (
        "delivery_id", "project", "number", "url", "status_code", "latency", "error",
        "created_at",
    )  # fmt: skip
    list_filter = ("status_code",)
    exclude = ("request_headers", "response")
