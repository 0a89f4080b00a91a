"""What was erased, without a word of it, and what is about to be.

The ledger outlives what it tells of, so its rows have no foreign keys. Who was erased
stands in it as a keyed digest: it says whether a given name was erased, and no more.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class State(models.TextChoices):
    """How far an erasure has come. `incomplete`: something was found that should have
    been gone; the receipt says where."""

    RUNNING = "running"
    VERIFYING = "verifying"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"


class Erasure(models.Model):
    """One erasure: a line of the ledger, and its receipt once it is over.

    `tenant_id` is the project; of an erased organization or account its own id. The
    table is walled off by it, so a receipt is read inside `tenant(tenant_id)`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant_id = models.UUIDField()
    organization_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, editable=False)
    event_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=200, blank=True, default="")
    requested_by = models.CharField(max_length=100, blank=True, default="")
    requested_at = models.DateTimeField(default=timezone.now)
    swept_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.RUNNING
    )
    counts = models.JSONField(default=dict)
    checked = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)
    stores = models.JSONField(default=dict)
    backup_days = models.PositiveIntegerField(default=0)
    replays = models.PositiveIntegerField(default=0)
    replayed_at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["tenant_id", "-id"], name="erasure_newest"),
            models.Index(
                fields=["organization_id", "-id"], name="erasure_organization"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ErasedRef(ProjectOwned):
    """An id that an erasure in progress takes away, so that what names it is found.
    Gone with the end of the erasure."""

    pk: Any = models.CompositePrimaryKey("project", "erasure_id", "ref")
    erasure_id = models.UUIDField()
    ref = models.UUIDField()

    class Meta:
        default_related_name = "erased_refs"

    def __str__(self) -> str:
        return str(self.ref)


class Hold(ProjectOwned):
    """What must not be deleted until it is lifted: a project, or somebody in it (`kind`
    and `name`; both empty for the whole project). It stays on record when it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=5, blank=True, default="")
    name = models.CharField(max_length=255, blank=True, default="")
    reason = models.TextField()
    set_by = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.CharField(max_length=100, blank=True, default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "holds"
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=["project"],
                name="hold_active",
                condition=models.Q(lifted_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}".strip()


class RetentionRule(ProjectOwned):
    """Memories that are older than some days go. `filters` narrows it down, in the
    language of a search; `measured_by` is the time that makes them old.

    A run takes several transactions: `removing` is what it has deleted so far.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100, blank=True, default="")
    days = models.PositiveIntegerField()
    measured_by = models.CharField(max_length=11, default="created_at")
    filters = models.JSONField(default=dict)
    enabled = models.BooleanField(default=True)
    removing = models.PositiveIntegerField(default=0)
    last_run_at = models.DateTimeField(null=True)
    last_removed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_related_name = "retention_rules"
        ordering = ("id",)
        indexes = [models.Index(fields=["project", "id"], name="retention_rules")]

    def __str__(self) -> str:
        return self.name or f"{self.days} days"


class RetentionPeriods(ProjectOwned):
    """How many days a project keeps what is recorded beside its memories; null: as
    long as the deployment does."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    events_days = models.PositiveSmallIntegerField(null=True)
    requests_days = models.PositiveSmallIntegerField(null=True)
    deliveries_days = models.PositiveSmallIntegerField(null=True)
    exports_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        default_related_name = "retention_periods"
        verbose_name_plural = "retention periods"
        constraints = [
            models.UniqueConstraint(fields=["project"], name="one_retention_periods")
        ]

    def __str__(self) -> str:
        return str(self.pk)
