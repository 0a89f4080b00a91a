"""The admin site: that there are archives; what is in one belongs to the customer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest

from memories.archive.models import Transfer, TransferPiece
from orgs.admin import ListAdmin, TenantDataAdmin


@admin.register(Transfer)
class TransferAdmin(TenantDataAdmin):
    list_display = (
        "id", "direction", "project", "size", "created_at", "completed_at", "expires_at"
    )  # fmt: skip
    list_filter = ("direction",)
    exclude = ("report",)


@admin.register(TransferPiece)
class TransferPieceAdmin(ListAdmin):
    """How much of a file there is, not what is in it."""

    list_display = ("transfer_id", "number", "size", "project")
    search_fields = ("=transfer_id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With their sizes and without the bytes themselves."""
        rows = super().get_queryset(request).defer("data")
        sized: QuerySet[Any] = rows.annotate(size=Length("data"))
        return sized

    @admin.display(ordering="size", description="bytes")
    def size(self, row: Any) -> int:
        """As the database counts them."""
        return int(row.size)
