"""The admin site: for staff, with the state of the system on its first page.

Its theme needs a wider Content-Security-Policy than our own pages have: its scripts
compile expressions of its templates and set styles. Everything still comes from us.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse

from mem0site import admin_pipeline, pipeline
from mem0site.isolation.models import LeakAlert

if TYPE_CHECKING:  # the theme has no types
    from django.contrib.admin import AdminSite
else:
    from unfold.sites import UnfoldAdminSite as AdminSite

POLICY = {
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}
AnyView = Callable[..., HttpResponseBase]


class PlatformAdminSite(AdminSite):
    """Django's, in its theme, with a second factor where the setting asks for it."""

    index_template = "admin/state.html"

    def register(
        self, model_or_iterable: Any, admin_class: Any = None, **options: Any
    ) -> None:
        """Django's; and a model with a composite key, which Django refuses, where its
        class says that it only lists (`orgs.admin.ListAdmin`)."""
        if not getattr(admin_class, "only_lists", False):
            super().register(model_or_iterable, admin_class, **options)
            return
        for model in model_or_iterable:
            self._registry[model] = admin_class(model, self)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff; with `ADMIN_REQUIRES_TWO_FACTOR` only after a second factor."""
        allowed = super().has_permission(request)
        return allowed and (
            not settings.ADMIN_REQUIRES_TWO_FACTOR or used_two_factors(request)
        )

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every view but the login, with the theme's policy."""
        return csp_update(POLICY)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The theme's form; the pages' own sign-in where a second factor is asked for,
        because only that one knows it."""
        if not settings.ADMIN_REQUIRES_TWO_FACTOR:
            shown: Any = csp_update(POLICY)(super().login)
            return shown(request, extra_context)
        following = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(following, resolve_url(settings.LOGIN_URL))
        return self._how_to_get_in(request)

    def _how_to_get_in(self, request: HttpRequest) -> HttpResponse:
        """For who is signed in and may not enter: staff sets a second factor up."""
        if not getattr(request.user, "is_staff", False):
            return redirect(settings.LOGIN_REDIRECT_URL)
        messages.info(
            request,
            "The administration asks for a second factor: set one up, or sign in again "
            "with it.",
        )
        return redirect("mfa_index")

    def get_urls(self) -> Any:
        """Those of the models, and the pipeline's."""
        page = self.admin_view(self.pipeline)
        return [path("pipeline/", page, name="pipeline"), *super().get_urls()]

    def pipeline(self, request: HttpRequest) -> HttpResponse:
        """What waits, runs and was given up; dead jobs are brought back from here."""
        return admin_pipeline.page(request, self.each_context(request))

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The state of the system, and the models."""
        context = {**state(), **(extra_context or {})}
        return super().index(request, context)


def used_two_factors(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor."""
    user: Any = request.user
    records = get_authentication_records(request, user)
    return any(each.get("method") == "mfa" for each in records)


def state() -> dict[str, Any]:
    """The pipeline as tables and figures for the first page."""
    now = pipeline.state()
    return {
        "figures": _figures(now),
        "queues": admin_pipeline.queues(now),
        "dead": admin_pipeline.dead(now),
        "leaks": LeakAlert.objects.filter(settled_at=None).count(),
        "workers": [(each.name, round(each.silent)) for each in now.workers],
    }


def _figures(now: pipeline.State) -> list[tuple[str, str, str]]:
    """(name, value, note) of what is looked at first."""
    success = now.deliveries.success
    arrived = "–" if success is None else f"{success:.1%}"
    beats = ", ".join(f"{each.name} {each.silent:.0f} s ago" for each in now.workers)
    return [
        ("Oldest job", f"{now.oldest:.0f} s", "overdue"),
        ("Dead jobs", str(now.dead_count), f"in {pipeline.DAYS} days"),
        ("Webhooks", arrived, f"arrived within a day; {now.deliveries.failed} failed"),
        ("Workers", str(len(now.workers)), beats or "none was ever seen"),
        (
            "Database",
            filesizeformat(now.database.size),
            f"PostgreSQL {now.database.version}, pgvector {now.database.pgvector}",
        ),
        (
            "Connections",
            str(now.database.connections),
            f"of {now.database.most_connections}",
        ),
    ]
