"""What is kept of a canary that was seen where it does not belong."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from mem0.ids import uuid7


class LeakAlert(models.Model):
    """A canary of one project was seen in another: nothing of the answer is kept.

    Plain ids and no foreign keys: an alert outlives the projects it tells of.
    """

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(
        primary_key=True, default=uuid7, editable=False
    )
    owner = models.UUIDField(help_text="The project whose canary it is.")
    seen_in = models.UUIDField(null=True, help_text="The project that was answered.")
    where = models.CharField(max_length=200)
    request_id = models.CharField(max_length=255, blank=True, default="")
    seen_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return f"{self.owner} in {self.seen_in}: {self.where}"
