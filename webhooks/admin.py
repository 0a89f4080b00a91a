"""Webhooks as the staff sees them: to look at, across tenants, without secrets."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from webhooks.models import Attempt, Delivery, Webhook


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows of all tenants, read on the connection that may see them."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Everything, with the project that owns it."""
        rows: QuerySet[Any] = self.model.unscoped.using("admin")
        return rows.select_related("project").order_by("-id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Customers make webhooks, and the server deliveries."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Customers change them."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Customers delete them, age deletes the log."""
        return False


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    """Who is told what, and how that goes."""

    list_display = (
        "name", "project", "url", "is_active", "failures", "failing_since",
        "paused_until", "disabled_reason", "created_at",
    )  # fmt: skip
    list_filter = ("is_active",)
    search_fields = ("name", "url", "project__name")
    exclude = ("secret", "old_secret")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What is to be told, and what was. The text itself belongs to the customer."""

    list_display = (
        "id", "project", "webhook", "event_type", "status", "attempts",
        "next_attempt_at", "error", "created_at",
    )  # fmt: skip
    list_filter = ("status", "event_type")
    list_select_related = ("webhook",)
    exclude = ("body",)


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """The log."""

    list_display = (
        "delivery_id", "project", "number", "url", "status_code", "latency", "error",
        "created_at",
    )  # fmt: skip
    list_filter = ("status_code",)
    exclude = ("request_headers", "response")
