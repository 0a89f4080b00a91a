"""Indexes: what the vector store beside PostgreSQL still has to hear of
(`memories.outbox`), and how far the approximate index of a big project is.
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


class IndexErasure(models.Model):
    """What the vector store has to forget: a project, or its points in one space.
    It has no foreign key, because it is carried out when the project is gone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project_id = models.UUIDField()
    space = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now)
    run_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["project_id"], name="index_erasure_project")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.space}".strip()


class SearchIndex(ProjectOwned):
    """How far the approximate index of a big project is; see `memories.hnsw`.

    Whether it serves searches is said by the project itself, which is at hand anyway.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        BUILDING = "building"
        READY = "ready"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    space = models.CharField(max_length=200)
    memories = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    part = models.CharField(max_length=8, blank=True, default="")
    """The part of it that is being built, or is to be built next."""
    progress = models.FloatField(default=0)
    """Of that part, from 0 to 1."""
    note = models.TextField(blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    recall = models.FloatField(null=True)
    """The share of a scan's first ten that it found, when it was looked at last."""
    recall_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "search_indexes"
        verbose_name_plural = "search indexes"
        ordering = ("-memories",)
        constraints = [
            models.UniqueConstraint(fields=["project"], name="one_search_index"),
        ]

    def __str__(self) -> str:
        return f"{self.space}: {self.told()}"

    def told(self) -> str:
        """How far it is, in a few words."""
        if self.state == self.State.BUILDING:
            return f"building {self.part}, {self.progress:.0%}"
        if self.recall is not None and not self.note:
            return f"{self.state}, finds {self.recall:.0%} of what a scan finds first"
        return f"{self.state}. {self.note}" if self.note else str(self.state)
