"""The ledger of erasures as the staff sees it: across tenants, to be looked at."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from orgs.admin import ListAdmin, TenantDataAdmin
from orgs.custody.models import (
    ErasedRef,
    Erasure,
    Hold,
    RetentionPeriods,
    RetentionRule,
)


@admin.register(Erasure)
class ErasureAdmin(TenantDataAdmin):
    """Receipts; whom they are about is a digest."""

    list_display = (
        "id", "kind", "state", "tenant_id", "organization_id", "requested_at",
        "finished_at", "replayed_at",
    )  # fmt: skip
    list_filter = ("state", "kind")
    search_fields = ("id", "event_id", "tenant_id")
    list_select_related: ClassVar[bool] = False


@admin.register(Hold)
class HoldAdmin(TenantDataAdmin):
    """What must not be deleted; whom it names belongs to the customer."""

    list_display = ("id", "project", "kind", "set_by", "created_at", "lifted_at")
    exclude = ("name", "reason")


@admin.register(RetentionRule)
class RetentionRuleAdmin(TenantDataAdmin):
    """What goes by itself; whom a filter names belongs to the customer."""

    list_display = ("id", "project", "days", "enabled", "last_run_at", "last_removed")
    list_filter = ("enabled",)
    exclude = ("name", "filters")


@admin.register(RetentionPeriods)
class RetentionPeriodsAdmin(TenantDataAdmin):
    """How long projects keep what is recorded beside their memories."""

    list_display = (
        "project", "events_days", "requests_days", "deliveries_days", "exports_days"
    )  # fmt: skip


@admin.register(ErasedRef)
class ErasedRefAdmin(ListAdmin):
    """What erasures that run are looking for; empty when none runs."""

    list_display = ("erasure_id", "ref", "project")
    search_fields = ("=erasure_id", "=ref")
