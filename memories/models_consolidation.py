"""What consolidation did, and when it is to do it again.

A run keeps every change with the state before it, so that it can be shown, and undone.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class ConsolidationSettings(ProjectOwned):
    """Whether a project's memories are consolidated by themselves, and how."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enabled = models.BooleanField(default=False)
    every_days = models.PositiveSmallIntegerField(default=7)
    patterns = models.BooleanField(default=False)
    patterns_since = models.DateTimeField(null=True)
    last_run_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "consolidation_settings"
        verbose_name_plural = "consolidation settings"
        constraints = [
            models.UniqueConstraint(
                fields=["project"], name="one_consolidation_settings"
            )
        ]

    def __str__(self) -> str:
        return f"every {self.every_days} days" if self.enabled else "off"


class Consolidation(ProjectOwned):
    """One run over a project, or over one user of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.CharField(max_length=255, null=True)  # noqa: DJ001  null: everybody
    dry_run = models.BooleanField(default=False)
    scheduled = models.BooleanField(default=False)
    patterns = models.BooleanField(default=False)
    patterns_since = models.DateTimeField(null=True)
    expire = models.CharField(max_length=20, blank=True, default="")
    owners = models.PositiveIntegerField(default=0)
    owners_done = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    superseded = models.PositiveIntegerField(default=0)
    synthesized = models.PositiveIntegerField(default=0)
    expired = models.PositiveIntegerField(default=0)
    job = models.OneToOneField(
        "memories.Job", models.SET_NULL, null=True, related_name="consolidation"
    )
    event_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    kept_when_undone = models.PositiveIntegerField(default=0)

    class Meta:
        default_related_name = "consolidations"
        ordering = ("-id",)
        indexes = [models.Index(fields=["project", "-id"], name="consolidation_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class ConsolidationChange(ProjectOwned):
    """One thing a run did, or would do: which memory stays, which it speaks for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consolidation = models.ForeignKey(
        Consolidation, models.CASCADE, related_name="changes", db_index=False
    )
    kind = models.CharField(max_length=12)
    memory_id = models.UUIDField()
    text = models.TextField()
    others = models.JSONField(default=list)
    before = models.JSONField(default=list)
    reason = models.TextField()

    class Meta:
        default_related_name = "consolidation_changes"
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=["project", "consolidation", "id"], name="consolidation_changes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.memory_id}"
