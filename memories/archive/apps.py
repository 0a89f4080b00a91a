from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "memories.archive"
    label = "archive"
    verbose_name = "Archives"

    def ready(self) -> None:
        """Who carries out the jobs of this app."""
        from memories import services as memories  # noqa: PLC0415  models are loaded
        from memories.archive import running  # noqa: PLC0415

        memories.KINDS |= running.KINDS
