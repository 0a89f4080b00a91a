"""The pages: `/dashboard/<organization>/<project>/…`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dashboard.views import (
    account,
    entrance,
    home,
    members,
    organizations,
    projects,
    start,
)

app_name = "dashboard"

of_project: list[URLPattern | URLResolver] = [
    path("", projects.home, name="project"),
    path("start/", start.Start.as_view(), name="start"),
    path("settings/", projects.Settings.as_view(), name="settings"),
    path("settings/delete/", projects.Delete.as_view(), name="settings-delete"),
]
of_organization: list[URLPattern | URLResolver] = [
    path("", home.organization_home, name="organization-home"),
    path("settings/", organizations.Settings.as_view(), name="organization"),
    path("settings/hand-over/", organizations.HandOver.as_view(), name="hand-over"),
    path("settings/leave/", organizations.Leave.as_view(), name="leave"),
    path(
        "settings/delete/", organizations.Delete.as_view(), name="organization-delete"
    ),
    path("members/", members.Members.as_view(), name="members"),
    path("members/role/", members.ChangeRole.as_view(), name="members-role"),
    path("members/remove/", members.Remove.as_view(), name="members-remove"),
    path("members/revoke/", members.Revoke.as_view(), name="members-revoke"),
    path("projects/new/", projects.New.as_view(), name="project-new"),
    path("<uuid:project_id>/", include(of_project)),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("theme/", home.theme, name="theme"),
    path("account/", account.Account.as_view(), name="account"),
    path("account/delete/", account.Delete.as_view(), name="account-delete"),
    path("invitations/<str:token>/", entrance.Accept.as_view(), name="invitation"),
    path("welcome/<str:token>/", entrance.Welcome.as_view(), name="welcome"),
    path(
        "organizations/new/",
        organizations.New.as_view(),
        name="organization-new",
    ),
    path("<uuid:organization_id>/", include(of_organization)),
]
