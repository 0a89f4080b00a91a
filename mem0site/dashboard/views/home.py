"""Ways in: to the right organization and project, and the theme of the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mem0site.dashboard import context, places
from mem0site.dashboard.pages import OrganizationPage, Page
from mem0site.dashboard.views import start

YEAR = 365 * 86_400


class Home(Page):
    """To the person's organization; who has none gets one."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A redirect; a new organization begins with a key to look at."""
        organization, is_new = places.first_organization(self.user)
        project = places.first_project(organization)
        if is_new and project is not None:
            start.first_key(request, project, self.user)
            return redirect("dashboard:start", organization.pk, project.pk)
        return redirect("dashboard:organization-home", organization.pk)


class OrganizationHome(OrganizationPage):
    """To the first project of an organization."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A redirect; to the settings when there is no project."""
        project = places.first_project(self.organization)
        if project is None:
            return redirect("dashboard:organization", self.organization.pk)
        ids: tuple[UUID, UUID] = (self.organization.pk, project.pk)
        return redirect("dashboard:project", *ids)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme in a cookie and go back; needs no account."""
    following = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        following, allowed_hosts={request.get_host()}
    )
    answer = redirect(following if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in context.THEMES:
        answer.set_cookie(
            context.COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True
        )
    else:
        answer.delete_cookie(context.COOKIE, samesite="Lax")
    return answer


home = Home.as_view()
organization_home = OrganizationHome.as_view()
