"""What is made of memories on request: exports and profiles.

Both are answers in the shape of a schema, built by a job, and they remember which
memories each part came from. A module of its own because nothing here is a memory:
all of it can be thrown away and built again.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class Built(ProjectOwned):
    """An answer in the shape of a schema, and what it was made of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schema = models.JSONField(default=dict)
    data = models.JSONField(null=True)
    evidence = models.JSONField(default=dict)
    method = models.CharField(max_length=20, blank=True, default="")
    memory_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Export(Built):
    """One request for memories in a given shape; `data` is null until it is built."""

    filters = models.JSONField(default=dict)
    filters_digest = models.BinaryField(max_length=32, editable=False)
    instructions = models.TextField(blank=True, default="")
    valid = models.BooleanField(default=True)
    job = models.OneToOneField(
        "memories.Job", models.SET_NULL, null=True, related_name="export"
    )

    class Meta:
        default_related_name = "exports"
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=["project", "filters_digest", "-id"], name="export_latest"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ProfileSettings(ProjectOwned):
    """Whether a project keeps profiles of its users, and of what shape."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enabled = models.BooleanField(default=False)
    schema = models.JSONField(null=True)
    custom_instructions = models.TextField(null=True)  # noqa: DJ001  null: never set
    refresh_hours = models.PositiveSmallIntegerField(null=True, default=24)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_related_name = "profile_settings"
        verbose_name_plural = "profile settings"
        constraints = [
            models.UniqueConstraint(fields=["project"], name="one_profile_settings")
        ]

    def __str__(self) -> str:
        return "enabled" if self.enabled else "disabled"


class ProfileStatus(models.TextChoices):
    """What became of a profile or of a run, in the wire's words."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    INSUFFICIENT = "insufficient_data"


class Profile(Built):
    """What is known of one entity, in the project's shape."""

    entity_type = models.CharField(max_length=5)
    entity_id = models.CharField(max_length=255)
    status = models.CharField(
        max_length=20, choices=ProfileStatus.choices, default=ProfileStatus.PENDING
    )
    error = models.TextField(null=True)  # noqa: DJ001
    generation_count = models.PositiveIntegerField(default=0)

    class Meta:
        default_related_name = "profiles"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["project", "entity_type", "entity_id"], name="one_profile_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity_type} {self.status}"


class ProfileRun(ProjectOwned):
    """One request to make profiles; clients call it a profile job."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operation = models.CharField(max_length=10)
    entity_type = models.CharField(max_length=5)
    entity_ids = ArrayField(models.CharField(max_length=255))
    idempotency_key = models.CharField(max_length=255, null=True)  # noqa: DJ001
    fingerprint = models.BinaryField(max_length=32, editable=False)
    succeeded = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    skipped = models.PositiveSmallIntegerField(default=0)
    job = models.OneToOneField(
        "memories.Job", models.SET_NULL, null=True, related_name="profile_run"
    )
    event_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "profile_runs"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["project", "idempotency_key"], name="one_profile_run_each"
            )
        ]
        indexes = [models.Index(fields=["project", "-id"], name="profile_run_newest")]

    def __str__(self) -> str:
        return f"{self.operation} {self.entity_type}"
