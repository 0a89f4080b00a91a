"""The request log as the staff sees it: across tenants, without bodies.

The sums have composite keys, which Django's admin does not know; their numbers are on
the pages and in the API.
"""

from __future__ import annotations

from django.contrib import admin

from orgs.admin import TenantDataAdmin
from orgs.usage.models import ApiRequest, RequestBody, UsageDelta


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
