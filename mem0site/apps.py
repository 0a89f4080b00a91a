from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "mem0site"
    verbose_name = "Site"

    def ready(self) -> None:
        """Register the system checks; send traces and errors where one asked for it."""
        from django.conf import settings  # noqa: PLC0415

        from mem0site import checks, telemetry  # noqa: F401, PLC0415  need the registry

        telemetry.start(settings.CONFIGURATION)
