from __future__ import annotations

from django.apps import AppConfig


class MemoriesConfig(AppConfig):
    name = "memories"
    verbose_name = "Memories"

    def ready(self) -> None:
        """What has to happen here when something happens to a project."""
        from memories import (  # noqa: PLC0415  models are loaded by now
            embedding_choice,
            graph_outbox,
            index_outbox,
        )
        from memories.erasing import outside  # noqa: PLC0415
        from orgs import hooks  # noqa: PLC0415

        hooks.erased.append(index_outbox.erase)
        hooks.erased.append(graph_outbox.erase)
        hooks.confirmers["vector_store"] = outside.vectors_of_project
        hooks.confirmers["graph_store"] = outside.graph_of_project
        hooks.choosers["llm"] = embedding_choice.choose_llm
        hooks.choosers["embedder"] = embedding_choice.choose_embedder
