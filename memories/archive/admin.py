"""The admin site: that there are archives; what is in one belongs to the customer."""

from __future__ import annotations

from django.contrib import admin

from memories.archive.models import Transfer
from orgs.admin import TenantDataAdmin


@admin.register(Transfer)
class TransferAdmin(TenantDataAdmin):
    list_display = (
        "id", "direction", "project", "size", "created_at", "completed_at", "expires_at"
    )  # fmt: skip
    list_filter = ("direction",)
    exclude = ("report",)
