"""What the graph store has not heard of yet (`memories.outbox`)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from memories.outbox import Outbox

OUTBOX = Outbox("memories_graphchange", "memories.tasks.mirror")
EVERYTHING = UUID(int=0)
"""In the place of a memory: all that a project has in the store."""


def is_configured() -> bool:
    """Whether the deployment has a graph store beside PostgreSQL."""
    return bool(settings.CONFIGURATION.graph_store_provider)


def mark(project_id: UUID, memory_ids: Sequence[str | UUID]) -> None:
    """Note, in the tenant's open transaction, that these memories changed or went."""
    if memory_ids and is_configured():
        OUTBOX.mark(project_id, memory_ids)


def erase(project_id: UUID) -> None:
    """Note, in the tenant's open transaction, that the store has to forget a project."""
    mark(project_id, [EVERYTHING])


def sweep() -> int:
    """Hint at projects with something due that nobody delivers; how many they were."""
    return OUTBOX.sweep()
