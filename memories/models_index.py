"""What the vector store beside PostgreSQL still has to hear of.

A row names a memory, not what happened to it: whoever delivers reads the memory as it
is then, so the order of rows and their repetition do not matter.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class IndexChange(ProjectOwned):
    """A memory whose points in the vector store are not what they should be."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    memory_id = models.UUIDField()
    attempts = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField(default=timezone.now)
    run_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "index_changes"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["project", "attempts", "id"], name="index_change_due"),
        ]

    def __str__(self) -> str:
        return str(self.memory_id)
