"""API routes about the audit log."""

from __future__ import annotations

from django.urls import path

from orgs.audit.api import AuditViewSet

urlpatterns = [
    path(
        "api/v1/orgs/organizations/<str:org_id>/audit/",
        AuditViewSet.as_view({"get": "list"}),
    ),
]
