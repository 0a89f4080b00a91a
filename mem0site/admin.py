"""The admin site's view of the site's own rows, and of what libraries keep: secrets of
second factors and of sign-in providers are never shown."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialToken
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest

from mem0site.models import Heartbeat, IdempotentRequest
from orgs.admin import ListAdmin, LookingAdmin

admin.site.unregister([Authenticator, SocialToken])


@admin.register(Heartbeat)
class HeartbeatAdmin(LookingAdmin):
    list_display = ("name", "beat_at")


@admin.register(IdempotentRequest)
class IdempotentRequestAdmin(ListAdmin):
    """That a request named itself; what it said and was answered is the customer's."""

    list_display = ("project", "status", "acted", "locked_at")
    list_filter = ("acted", "status")
    date_hierarchy = "locked_at"
    ordering = ("-locked_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the answers, which can be large."""
        return super().get_queryset(request).defer("headers", "body")


@admin.register(LogEntry)
class LogEntryAdmin(LookingAdmin):
    """What the staff did here."""

    list_display = (
        "action_time",
        "user",
        "content_type",
        "object_repr",
        "change_message",
    )
    list_filter = ("action_flag",)
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "user__email")
    date_hierarchy = "action_time"


@admin.register(Authenticator)
class AuthenticatorAdmin(LookingAdmin):
    """That somebody has a second factor."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    exclude = ("data",)


@admin.register(SocialToken)
class SocialTokenAdmin(LookingAdmin):
    list_display = ("app", "account", "expires_at")
    exclude = ("token", "token_secret")
