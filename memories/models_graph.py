"""What memories relate: one row for every memory that supports a relation.

A relation holds as long as one of its memories does, so its scope and its times are
the memory's and stand in its row. And what the graph store beside PostgreSQL still has
to hear of (`memories.outbox`).
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class MemoryRelation(ProjectOwned):
    """One relation as one memory states it. The keys are the names, casefolded."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    memory_id = models.UUIDField()
    source = models.CharField(max_length=100)
    relationship = models.CharField(max_length=100)
    target = models.CharField(max_length=100)
    source_type = models.CharField(max_length=100, null=True)  # noqa: DJ001  null: unknown
    target_type = models.CharField(max_length=100, null=True)  # noqa: DJ001
    source_key = models.CharField(max_length=200, editable=False)
    target_key = models.CharField(max_length=200, editable=False)

    class Meta:
        default_related_name = "relations"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["project", "memory_id"], name="relation_memory"),
            models.Index(fields=["project", "source_key"], name="relation_source"),
            models.Index(fields=["project", "target_key"], name="relation_target"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.relationship} {self.target}"


class GraphState(ProjectOwned):
    """That the memories which were there before a project's graph were read for
    relations, or how far: up to `reading_after`, which is null when all of them were."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    read_at = models.DateTimeField(default=timezone.now)
    reading_after = models.UUIDField(null=True, editable=False)

    class Meta:
        default_related_name = "graph_states"
        constraints = [
            models.UniqueConstraint(fields=["project"], name="one_graph_state")
        ]

    def __str__(self) -> str:
        return str(self.read_at)


class GraphChange(models.Model):
    """A memory whose relations in the graph store are not what they should be; the nil
    UUID: all that a project has there. Without a foreign key: it outlives the project."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project_id = models.UUIDField()
    memory_id = models.UUIDField()
    attempts = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField(default=timezone.now)
    run_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=["project_id", "attempts", "id"], name="graph_change_due"
            ),
        ]

    def __str__(self) -> str:
        return str(self.memory_id)
