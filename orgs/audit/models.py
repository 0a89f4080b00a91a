"""The rows of the log. They have no foreign keys, so that they outlive what they tell of,
and nothing but `audit_append` writes them: see the migration.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from mem0.ids import uuid7


class Stream(models.IntegerChoices):
    """An organization has two chains: reads are many, and may be kept for less long."""

    ADMINISTRATION = 0
    READS = 1


class Entry(models.Model):
    """One thing that was done.

    `in_project` is the project it was done in, if it was in one. `object_id` is a UUID
    of ours or a keyed digest of an id of a client's, `before` and `after` are keyed
    digests of a state. `details` is JSON as it was hashed; texts of memories are never
    in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField()
    stream = models.PositiveSmallIntegerField(choices=Stream.choices)
    seq = models.BigIntegerField()
    format = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=100, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    action = models.CharField(max_length=60)
    in_project = models.UUIDField(null=True)
    object_kind = models.CharField(max_length=30, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=200, blank=True)
    details = models.TextField(default="{}")
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "stream", "seq"], name="audit_one_chain"
            )
        ]
        indexes = [
            models.Index(
                fields=["organization_id", "stream", "-id"], name="audit_newest"
            ),
            models.Index(
                fields=["organization_id", "object_id", "-id"], name="audit_object"
            ),
            models.Index(
                fields=["organization_id", "actor_id", "-id"], name="audit_actor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def said(self) -> dict[str, Any]:
        """The details, read."""
        found: dict[str, Any] = json.loads(self.details)
        return found


class Head(models.Model):
    """The end of a chain, and where it begins since its oldest entries were cut off.

    Whoever appends holds its lock, so that parallel writers make one chain.
    """

    pk: Any = models.CompositePrimaryKey("organization_id", "stream")
    organization_id = models.UUIDField()
    stream = models.PositiveSmallIntegerField(choices=Stream.choices)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)
    cut_seq = models.BigIntegerField(default=0)
    cut_hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.organization_id}/{self.stream}: {self.seq}"
