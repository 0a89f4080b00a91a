"""Alerts in the admin site: looked at, and settled once somebody has."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from mem0site.isolation.models import LeakAlert
from orgs.admin import LookingAdmin


@admin.register(LeakAlert)
class LeakAlertAdmin(LookingAdmin):
    list_display = ("seen_at", "owner", "seen_in", "where", "request_id", "settled_at")
    date_hierarchy = "seen_at"
    actions = ("settle",)

    @admin.action(description="Settle: looked into", permissions=["operate"])
    def settle(self, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
        """No longer an open alert."""
        count = rows.filter(settled_at=None).update(settled_at=timezone.now())
        self.message_user(request, f"{count} settled.")
