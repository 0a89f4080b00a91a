"""The admin site: who there is. Secrets are never shown, keys as their prefix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path

from orgs import administration
from orgs.audit import staff
from orgs.models import (
    AgentAccount,
    ApiKey,
    EmailCode,
    Invitation,
    Membership,
    Organization,
    Project,
    ProjectMembership,
    User,
)
from orgs.plans import PLANS

if TYPE_CHECKING:  # the theme has no types, and changes looks only
    from django.contrib.admin import (
        ModelAdmin as Themed,
        RelatedFieldListFilter as TypedFilter,
        TabularInline,
    )
else:
    from unfold.admin import ModelAdmin as Themed, TabularInline
    from unfold.contrib.filters.admin import AutocompleteSelectFilter as TypedFilter

__all__ = ["ListAdmin", "LookingAdmin", "ModelAdmin", "TenantDataAdmin"]

admin.site.unregister(Group)


M = TypeVar("M", bound=models.Model)


class ModelAdmin(Themed[M]):
    """What the staff changes here is in the audit log."""

    def save_model(self, request: HttpRequest, obj: M, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        staff.saved(obj, form.changed_data, added=not change)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: Any, change: bool
    ) -> None:
        super().save_formset(request, form, formset, change)
        if formset.has_changed():
            staff.saved(form.instance, [formset.model._meta.verbose_name_plural])  # noqa: SLF001  public in all but name

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        staff.deleted(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            staff.deleted(row)
        super().delete_queryset(request, queryset)

    def response_action(
        self, request: HttpRequest, queryset: Any, *more: Any, **options: Any
    ) -> Any:
        staff.ran(self.model, str(request.POST.get("action", "")), request.POST)
        return super().response_action(request, queryset, *more, **options)


class LookingAdmin(ModelAdmin[Any]):
    """Rows to be looked at, not changed."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """Who may use the actions, although the rows are not for changing."""
        return super().has_change_permission(request)


class TenantDataAdmin(LookingAdmin):
    """Rows of all tenants, to be looked at: the one place with the admin role's eyes.

    They change through the API, where history and webhooks hang.
    """

    list_select_related: ClassVar[Any] = ("project",)
    list_filter_submit = True

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Also by project where rows have one: its name is typed, as there are many."""
        own = super().get_list_filter(request)
        names = {field.name for field in self.model._meta.fields}  # noqa: SLF001  public in all but name
        return [("project", TypedFilter), *own] if "project" in names else own

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """All tenants' rows, over the connection that may see them."""
        rows: models.QuerySet[Any] = self.model._default_manager.using(  # noqa: SLF001  no `objects` here
            "admin"
        ).all()
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """A list of everybody's rows; that it was looked at is recorded."""
        if request.method == "GET":
            staff.listed(self.model)
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """One row; its organization can see that it was looked at."""
        row = self.get_object(request, object_id) if object_id else None
        if row is not None:
            staff.viewed(row)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The row; of two projects that have the same id, the older project's."""
        try:
            key = self.model._meta.pk.to_python(object_id)  # noqa: SLF001  public in all but name
        except ValidationError:
            return None
        rows = self.get_queryset(request).filter(pk=key)
        return rows.order_by("project_id").first()


class ListAdmin(TenantDataAdmin):
    """Rows whose key is made of several columns: a list to filter, search and sort.

    Django's admin addresses a row by one column and refuses such models. A list needs
    no address of a row, so the site takes them with this class (`admin_site.register`).
    """

    only_lists = True
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """The list's, and no row's."""
        options = self.model._meta  # noqa: SLF001  public in all but name
        view = self.admin_site.admin_view(self.changelist_view)
        name = f"{options.app_label}_{options.model_name}_changelist"
        return [path("", view, name=name)]


@admin.register(User)
class UserAdmin(ModelAdmin[User]):
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


class MembershipInline(TabularInline[Membership, Organization]):
    model = Membership
    autocomplete_fields = ("user",)
    extra = 0

    def formfield_for_choice_field(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """With a name that is heard; the heads of the columns are only seen."""
        field = super().formfield_for_choice_field(db_field, request, **options)
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field


@admin.register(Organization)
class OrganizationAdmin(ModelAdmin[Organization]):
    list_display = ("name", "plan", "is_default", "suspended_at", "created_at")
    list_filter = ("plan", ("suspended_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "id")
    readonly_fields = ("suspended_at",)
    inlines = (MembershipInline,)
    actions = ("suspend", "reinstate")

    def get_actions(self, request: HttpRequest) -> Any:
        """One action for each plan there is."""
        found = super().get_actions(request)
        if self.has_change_permission(request):
            found |= {f"to_{name}": _to_plan(name) for name in PLANS}
        return found

    @admin.action(description="Suspend: close their keys", permissions=["change"])
    def suspend(self, request: HttpRequest, rows: Any) -> None:
        """Close the keys of the chosen organizations."""
        for row in rows:
            administration.suspend(row)
            self.log_change(request, row, "Suspended.")
        self.message_user(request, f"{len(rows)} suspended.", messages.SUCCESS)

    @admin.action(description="Reinstate: open their keys", permissions=["change"])
    def reinstate(self, request: HttpRequest, rows: Any) -> None:
        """Open them again."""
        for row in rows:
            administration.reinstate(row)
            self.log_change(request, row, "Reinstated.")
        self.message_user(request, f"{len(rows)} reinstated.", messages.SUCCESS)


def _to_plan(name: str) -> tuple[Any, str, str]:
    """The action that puts organizations on a plan, as Django keeps it."""

    def change(model_admin: Any, request: HttpRequest, rows: Any) -> None:
        for row in rows:
            administration.change_plan(row, name)
            model_admin.log_change(request, row, f"Plan: {name}.")
        sentence = f"{len(rows)} on the {PLANS[name].label} plan."
        model_admin.message_user(request, sentence, messages.SUCCESS)

    return change, f"to_{name}", f"Change the plan to {PLANS[name].label}"


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin[Invitation]):
    list_display = ("email", "organization", "role", "expires_at", "created_at")
    list_select_related = ("organization",)
    search_fields = ("email", "organization__name")
    raw_id_fields = ("organization", "invited_by")


@admin.register(Project)
class ProjectAdmin(ModelAdmin[Project]):
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


@admin.register(Membership)
class MembershipAdmin(ModelAdmin[Membership]):
    list_display = ("user", "organization", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "organization")
    search_fields = ("user__email", "organization__name")
    raw_id_fields = ("user", "organization")


@admin.register(ProjectMembership)
class ProjectMembershipAdmin(TenantDataAdmin):
    list_display = ("user", "project", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "project")
    search_fields = ("user__email", "project__name")


@admin.register(EmailCode)
class EmailCodeAdmin(LookingAdmin):
    list_display = ("email", "expires_at", "tries")
    search_fields = ("email",)
    exclude = ("digest",)


@admin.register(AgentAccount)
class AgentAccountAdmin(LookingAdmin):
    list_display = ("organization", "source", "caller", "created_at", "claimed_at")
    list_select_related = ("organization",)
    search_fields = ("organization__name", "default_user_id")
