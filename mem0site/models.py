"""What the site itself keeps: signs of life of its background processes, and the
answers to requests that may be sent again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from orgs.tenancy import ProjectOwned


class Heartbeat(models.Model):
    """When a background process last reported."""

    name = models.CharField(max_length=100, primary_key=True)
    beat_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class IdempotentRequest(ProjectOwned):
    """A request that named itself, and its answer once there is one.

    `digest` is of method, path and the client's key; `fingerprint` of the body.
    `token` tells which execution holds the row, `acted` whether it has committed
    something: then it is never carried out again.
    """

    pk: Any = models.CompositePrimaryKey("project", "digest")
    digest = models.BinaryField(max_length=32)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)
    token = models.UUIDField()
    acted = models.BooleanField(default=False, db_default=False)
    locked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_related_name = "idempotent_requests"
        indexes = [models.Index(fields=["project", "locked_at"], name="idempotent_age")]

    def __str__(self) -> str:
        return bytes(self.digest).hex()
