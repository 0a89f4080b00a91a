from __future__ import annotations

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The pages people see; everything they do goes through the services."""

    name = "mem0site.dashboard"
