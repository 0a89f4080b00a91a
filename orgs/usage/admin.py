"""The request log and its sums as the staff sees them: across tenants, without bodies."""

from __future__ import annotations

from django.contrib import admin

from orgs.admin import ListAdmin, TenantDataAdmin
from orgs.usage.models import (
    ApiRequest,
    EntityDay,
    RequestBody,
    UsageDelta,
    UsageHour,
)


@admin.register(ApiRequest)
class ApiRequestAdmin(TenantDataAdmin):
    list_display = (
        "created_at", "method", "path", "status", "latency", "project", "key_label",
        "request_id",
    )  # fmt: skip
    list_filter = ("verb", "method", "status")
    search_fields = ("request_id",)


@admin.register(RequestBody)
class RequestBodyAdmin(TenantDataAdmin):
    """That a body is kept; what it says belongs to the customer."""

    list_display = ("id", "project", "created_at")
    exclude = ("request", "response")


@admin.register(UsageDelta)
class UsageDeltaAdmin(TenantDataAdmin):
    list_display = ("id", "project", "hour", "verb", "requests", "server_errors")
    exclude = ("entities",)


@admin.register(UsageHour)
class UsageHourAdmin(ListAdmin):
    list_display = (
        "hour", "project", "verb", "key_id", "requests", "client_errors", "throttled",
        "server_errors",
    )  # fmt: skip
    list_filter = ("verb",)
    search_fields = ("=key_id",)
    date_hierarchy = "hour"
    ordering = ("-hour",)


@admin.register(EntityDay)
class EntityDayAdmin(ListAdmin):
    list_display = ("day", "project", "type", "name", "requests")
    list_filter = ("type",)
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day",)
