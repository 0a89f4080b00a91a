from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "mem0site"
    verbose_name = "Site"

    def ready(self) -> None:
        """Register the system checks."""
        from mem0site import checks  # noqa: F401, PLC0415  needs the app registry
