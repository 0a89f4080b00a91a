"""API routes about organizations, projects and keys."""

from __future__ import annotations

from django.urls import path

from orgs.api.ping import PingView

urlpatterns = [path("v1/ping/", PingView.as_view())]
