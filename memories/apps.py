from __future__ import annotations

from django.apps import AppConfig


class MemoriesConfig(AppConfig):
    name = "memories"
    verbose_name = "Memories"

    def ready(self) -> None:
        """What has to happen here when something happens to a project."""
        from memories import index_outbox  # noqa: PLC0415  models are loaded by now
        from orgs import hooks  # noqa: PLC0415

        hooks.erased.append(index_outbox.erase)
