from __future__ import annotations

from django.apps import AppConfig


class OpenApiConfig(AppConfig):
    name = "mem0site.openapi"
    label = "openapi"
    verbose_name = "API documentation"

    def ready(self) -> None:
        """Tell the generator of our fields and keys."""
        from mem0site.openapi import extensions  # noqa: PLC0415  needs the settings

        extensions.register()
