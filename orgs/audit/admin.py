"""The log as the staff sees it: every organization's, and the platform's own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from orgs.admin import ListAdmin, LookingAdmin
from orgs.audit.models import Entry, Head


@admin.register(Entry)
class EntryAdmin(LookingAdmin):
    list_display = (
        "at", "action", "actor_kind", "actor", "actor_id", "ip", "object_kind",
        "object_id", "organization_id", "request_id",
    )  # fmt: skip
    list_filter = ("stream", "actor_kind")
    search_fields = ("=organization_id", "=action", "=object_id", "=actor_id")
    exclude = ("hash",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Everybody's, over the connection that may see them."""
        return Entry.objects.using("admin").all()


@admin.register(Head)
class HeadAdmin(ListAdmin):
    """How far each chain reaches, and where it begins since it was cut."""

    list_display = ("organization_id", "stream", "seq", "cut_seq")
    list_filter = ("stream",)
    list_select_related = ()
    search_fields = ("=organization_id",)
