"""The admin site's view of sessions; allauth's own searches for a user name."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import admin

from orgs.admin import ModelAdmin

admin.site.unregister(UserSession)


@admin.register(UserSession)
class UserSessionAdmin(ModelAdmin[UserSession]):
    list_display = ("user", "created_at", "last_seen_at", "ip", "user_agent")
    list_select_related = ("user",)
    raw_id_fields = ("user",)
    search_fields = ("user__email", "ip")
    exclude = ("session_key",)
