"""Webhooks as the staff sees them: to look at, across tenants, without secrets."""

from __future__ import annotations

from django.contrib import admin

from orgs.admin import TenantDataAdmin
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


@admin.register(Attempt)
class AttemptAdmin(TenantDataAdmin):
    """The log."""

    list_display = (
        "delivery_id", "project", "number", "url", "status_code", "latency", "error",
        "created_at",
    )  # fmt: skip
    list_filter = ("status_code",)
    exclude = ("request_headers", "response")
