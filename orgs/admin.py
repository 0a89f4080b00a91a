"""The admin site: who there is. Secrets are never shown, keys as their prefix."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest

from orgs.models import ApiKey, Invitation, Membership, Organization, Project, User

admin.site.site_header = "Memory platform"
admin.site.unregister(Group)


class TenantDataAdmin(admin.ModelAdmin[Any]):
    """Rows of all tenants, to be looked at: the one place with the admin role's eyes.

    They change through the API, where history and webhooks hang.
    """

    list_select_related = ("project",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """All tenants' rows, over the connection that may see them."""
        rows: models.QuerySet[Any] = self.model._default_manager.using(  # noqa: SLF001  no `objects` here
            "admin"
        ).all()
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = (
        "email",
        "name",
        "is_active",
        "is_staff",
        "last_login",
        "created_at",
    )
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    exclude = ("password",)
    readonly_fields = ("last_login", "created_at")
    filter_horizontal = ("user_permissions",)


class MembershipInline(admin.TabularInline[Membership, Organization]):
    model = Membership
    raw_id_fields = ("user",)
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin[Organization]):
    list_display = ("name", "plan", "is_default", "suspended_at", "created_at")
    list_filter = ("plan",)
    search_fields = ("name", "id")
    inlines = (MembershipInline,)


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin[Invitation]):
    list_display = ("email", "organization", "role", "expires_at", "created_at")
    list_select_related = ("organization",)
    search_fields = ("email", "organization__name")
    raw_id_fields = ("organization", "invited_by")


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin[Project]):
    list_display = (
        "name",
        "organization",
        "embedding_model",
        "enable_graph",
        "created_at",
    )
    list_select_related = ("organization",)
    search_fields = ("name", "id", "organization__name")
    raw_id_fields = ("organization",)
    exclude = ("llm", "embedder", "next_embedder")
    readonly_fields = ("embedding_model", "embedding_dimensions")


@admin.register(ApiKey)
class ApiKeyAdmin(TenantDataAdmin):
    list_display = (
        "__str__",
        "name",
        "project",
        "created_at",
        "expires_at",
        "revoked_at",
    )
    search_fields = ("name", "prefix")
    exclude = ("digest",)
