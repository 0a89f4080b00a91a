"""API routes about organizations, projects and keys."""

from __future__ import annotations

from typing import Any

from django.urls import path

from orgs.api.organizations import OrganizationMemberViewSet, OrganizationViewSet
from orgs.api.ping import PingView
from orgs.api.projects import (
    ProjectListViewSet,
    ProjectMemberViewSet,
    ProjectViewSet,
)
from orgs.api.signup import (
    AgentCallerView,
    AgentModeView,
    EmailCodeView,
    VerifyView,
)

LIST: dict[str, Any] = {"get": "list", "post": "create"}
MEMBERS: dict[str, Any] = {**LIST, "put": "update", "delete": "destroy"}
ONE: dict[str, Any] = {"get": "retrieve", "delete": "destroy"}
ORGANIZATIONS = "api/v1/orgs/organizations/"
ORGANIZATION = f"{ORGANIZATIONS}<str:org_id>/"
PROJECTS = f"{ORGANIZATION}projects/"
PROJECT = f"{PROJECTS}<str:project_id>/"

urlpatterns = [
    path("v1/ping/", PingView.as_view()),
    path(ORGANIZATIONS, OrganizationViewSet.as_view(LIST)),
    path(ORGANIZATION, OrganizationViewSet.as_view(ONE)),
    path(f"{ORGANIZATION}members/", OrganizationMemberViewSet.as_view(MEMBERS)),
    path(PROJECTS, ProjectListViewSet.as_view(LIST)),
    path(
        PROJECT,
        ProjectViewSet.as_view({**ONE, "patch": "partial_update"}),
    ),
    path(f"{PROJECT}members/", ProjectMemberViewSet.as_view(MEMBERS)),
    path("api/v1/auth/email_code/", EmailCodeView.as_view()),
    path("api/v1/auth/email_code/verify/", VerifyView.as_view()),
    path("api/v1/auth/agent_mode/", AgentModeView.as_view()),
    path("api/v1/auth/agent_mode/caller/", AgentCallerView.as_view()),
]
