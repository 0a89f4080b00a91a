"""What went out to applications and what they sent before, so that echoes are known.

A module of its own because nothing here is a memory: `memories.witness` reads and
writes it, and it may be lost without harm. Whom a row is about is a digest.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from orgs.tenancy import ProjectOwned


class Recall(ProjectOwned):
    """The memories that searches about somebody returned lately, newest first."""

    pk: Any = models.CompositePrimaryKey("project", "who")
    who = models.UUIDField()
    memory_ids = ArrayField(models.UUIDField())
    recalled_at = models.DateTimeField()

    class Meta:
        default_related_name = "recalls"

    def __str__(self) -> str:
        return f"{len(self.memory_ids)} memories"


class Saying(ProjectOwned):
    """A long line somebody's application sent, and in how many sessions."""

    pk: Any = models.CompositePrimaryKey("project", "who", "digest")
    who = models.UUIDField()
    digest = models.UUIDField()
    session = models.UUIDField()
    sessions = models.PositiveIntegerField(default=1)
    said_at = models.DateTimeField()

    class Meta:
        default_related_name = "sayings"
        indexes = [models.Index(fields=["said_at"], name="saying_age")]

    def __str__(self) -> str:
        return f"in {self.sessions} sessions"


class Access(ProjectOwned):
    """When searches returned a memory, newest first; once a day at most where a
    project has no decay."""

    pk: Any = models.CompositePrimaryKey("project", "memory_id")
    memory_id = models.UUIDField()
    touched_at = ArrayField(models.DateTimeField())

    class Meta:
        default_related_name = "accesses"
        verbose_name_plural = "accesses"

    def __str__(self) -> str:
        return f"{len(self.touched_at)} of {self.memory_id}"
