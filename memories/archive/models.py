"""Archives on their way out and in, in pieces that every process can reach.

The file of an archive is rows of the database, not a file on one machine's disk: the
web server that takes or gives it and the worker that makes or reads it may be apart.
Such rows are walled off and erased with the project like all others.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class Direction(models.TextChoices):
    """Out of the project, or into it."""

    EXPORT = "export"
    IMPORT = "import"


class Transfer(ProjectOwned):
    """One archive that was asked for, or one that was sent in.

    `progress` has `phase`, `done` and `total` rows; `report` is what an import did or
    would do, `manifest` what is in an export. `size` is in bytes; the pieces are gone
    when `expires_at` is over, or when an import is done with them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    direction = models.CharField(max_length=6, choices=Direction.choices)
    options = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    manifest = models.JSONField(null=True)
    report = models.JSONField(null=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    job = models.OneToOneField(
        "memories.Job", models.SET_NULL, null=True, related_name="transfer"
    )
    created_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        default_related_name = "transfers"
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=["project", "direction", "-id"], name="transfer_newest"
            ),
            models.Index(fields=["expires_at"], name="transfer_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.pk}"


class TransferPiece(ProjectOwned):
    """A part of an archive's file, by its number from 0."""

    pk: Any = models.CompositePrimaryKey("project", "transfer_id", "number")
    transfer_id = models.UUIDField()
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        default_related_name = "transfer_pieces"

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.number}"
