"""API routes about usage."""

from __future__ import annotations

from django.urls import path

from orgs.usage.api import RequestViewSet, UsageView

urlpatterns = [
    path("v1/usage/", UsageView.as_view()),
    path("v1/requests/", RequestViewSet.as_view({"get": "list"})),
    path("v1/requests/<str:log_id>/", RequestViewSet.as_view({"get": "retrieve"})),
]
