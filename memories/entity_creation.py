"""Users, agents, apps and runs that are announced before anything is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from memories.models import Entity
from memories.privacy import Guard
from orgs.models import Project
from orgs.tenancy import tenant


def create(
    project: Project, kind: str, name: str, metadata: Mapping[str, Any] | None
) -> Entity:
    """The entity of this name, made or, if it exists, given the metadata. Raises
    `ValidationError` for metadata that hold what the project does not keep."""
    now = timezone.now()
    if metadata is not None:
        metadata = Guard(project).data(dict(metadata), "metadata")
    with tenant(project):
        entity: Entity
        entity, made = project.entities.get_or_create(
            type=kind, name=name, defaults={"metadata": metadata and dict(metadata)}
        )
        if not made and metadata is not None:
            entity.metadata, entity.updated_at = dict(metadata), now
            entity.save(update_fields=["metadata", "updated_at"])
    return entity
