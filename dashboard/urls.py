"""The pages: `/dashboard/<organization>/<project>/…`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dashboard.views import account, home, organizations, projects, start

app_name = "dashboard"

of_project: list[URLPattern | URLResolver] = [
    path("", projects.home, name="project"),
    path("start/", start.Start.as_view(), name="start"),
    path("settings/", projects.Settings.as_view(), name="settings"),
]
of_organization: list[URLPattern | URLResolver] = [
    path("", home.organization_home, name="organization-home"),
    path("settings/", organizations.Settings.as_view(), name="organization"),
    path("members/", organizations.Members.as_view(), name="members"),
    path("projects/new/", projects.New.as_view(), name="project-new"),
    path("<uuid:project_id>/", include(of_project)),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("theme/", home.theme, name="theme"),
    path("account/", account.Account.as_view(), name="account"),
    path(
        "organizations/new/",
        organizations.New.as_view(),
        name="organization-new",
    ),
    path("<uuid:organization_id>/", include(of_organization)),
]
