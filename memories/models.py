"""What a project remembers, and the operations that made it so.

`Memory` is the truth. Its search columns (two vectors, two sparse term weights)
are not fields here: only `memories.store` reads and writes them. Its table is
hash-partitioned by project, so its key in the database is (project, id).
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from mem0.memory.types import Scope
from memories import (  # noqa: F401  Django finds models from here
    models_consolidation,
    models_echoes,
    models_exports,
    models_graph,
    models_index,
    models_spending,
    models_terms,
)
from orgs.tenancy import ProjectOwned


def entity_number() -> int:
    """A random 52-bit number: exact in a JSON number, tells nothing of how many exist."""
    return secrets.randbits(52)


class Scoped(ProjectOwned):
    """A row about somebody: the client's own ids."""

    user_id = models.CharField(max_length=255, null=True)  # noqa: DJ001  null: not about one
    agent_id = models.CharField(max_length=255, null=True)  # noqa: DJ001
    app_id = models.CharField(max_length=255, null=True)  # noqa: DJ001
    run_id = models.CharField(max_length=255, null=True)  # noqa: DJ001

    class Meta:
        abstract = True

    @property
    def scope(self) -> Scope:
        """Whom the row is about."""
        return Scope(self.user_id, self.agent_id, self.app_id, self.run_id)


class Memory(Scoped):
    """One statement with its validity; see `mem0.memory.types.Record`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.TextField()
    hash = models.CharField(max_length=32, editable=False)
    dedupe = models.BinaryField(editable=False)
    metadata = models.JSONField(default=dict)
    categories = ArrayField(models.TextField(), null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    expiration_date = models.DateField(null=True)
    immutable = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="active")
    replaced_by = models.UUIDField(null=True)
    synthesized = models.BooleanField(default=False)
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    event_start = models.DateTimeField(null=True)
    event_end = models.DateTimeField(null=True)
    attributed_to = models.CharField(max_length=10, null=True)  # noqa: DJ001
    speaker = models.CharField(max_length=255, null=True)  # noqa: DJ001
    subject = models.CharField(max_length=255, null=True)  # noqa: DJ001
    attribute = models.CharField(max_length=100, null=True)  # noqa: DJ001
    value = models.TextField(null=True)  # noqa: DJ001
    language = models.CharField(max_length=12, null=True)  # noqa: DJ001
    confidence = models.FloatField(default=1.0)
    confirmations = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    feedback = models.CharField(max_length=16, null=True)  # noqa: DJ001
    feedback_reason = models.TextField(null=True)  # noqa: DJ001
    sources = ArrayField(models.UUIDField(), default=list)
    episode_id = models.UUIDField(null=True)
    event_id = models.UUIDField(null=True)
    provenance = models.JSONField(default=dict)

    class Meta:
        default_related_name = "memories"
        verbose_name_plural = "memories"
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return str(self.pk)


class Message(Scoped):
    """One thing that was said: the source of memories and the context of others.

    Messages of one scope form a thread; an episode is a run, or a stretch of a
    thread without a long silence. The search columns live in the table only.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread_id = models.UUIDField()
    episode_id = models.UUIDField()
    event_id = models.UUIDField(null=True)
    role = models.CharField(max_length=32)
    name = models.CharField(max_length=255, null=True)  # noqa: DJ001
    content = models.TextField()
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_related_name = "messages"
        ordering = ("said_at", "id")
        indexes = [
            models.Index(
                fields=["project", "thread_id", "said_at", "id"], name="message_thread"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Quarantined(Scoped):
    """A doubtful fact that waits for a person's word, until it expires.

    `held` has what it takes to remember it (`mem0.memory.drafts.Held`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.TextField()
    reason = models.CharField(max_length=40)
    fingerprint = models.BinaryField(max_length=16, editable=False)
    held = models.JSONField()
    event_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        default_related_name = "quarantined"
        verbose_name_plural = "quarantined"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["project", "fingerprint"], name="quarantined_once"
            )
        ]
        indexes = [
            models.Index(fields=["project", "-id"], name="quarantined_newest"),
            models.Index(fields=["expires_at"], name="quarantined_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.pk}"


class History(Scoped):
    """One change of one memory. No foreign key: it is readable after a deletion."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    memory_id = models.UUIDField()
    event = models.CharField(max_length=12)
    old_memory = models.TextField(null=True)  # noqa: DJ001
    new_memory = models.TextField(null=True)  # noqa: DJ001
    metadata = models.JSONField(null=True)
    categories = ArrayField(models.TextField(), null=True)
    input = models.JSONField(default=list)
    event_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_related_name = "history"
        verbose_name_plural = "history"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["project", "memory_id", "id"], name="history_memory"),
            models.Index(fields=["project", "-id"], name="history_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.memory_id}"


class Entity(ProjectOwned):
    """A user, agent, app or run that has memories, by the client's own id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField(default=entity_number, editable=False)
    type = models.CharField(max_length=5)
    name = models.CharField(max_length=255)
    metadata = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_related_name = "entities"
        verbose_name_plural = "entities"
        ordering = ("-created_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "type", "name"], name="one_entity_each"
            ),
            models.UniqueConstraint(
                fields=["project", "number"], name="one_entity_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


class EventStatus(models.TextChoices):
    """How far an operation has come, in the wire's words."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class Event(Scoped):
    """One operation as clients see it; `results` is what it changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event_type = models.CharField(max_length=20)
    status = models.CharField(
        max_length=10, choices=EventStatus.choices, default=EventStatus.PENDING
    )
    payload = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)
    results = models.JSONField(default=list)
    dropped = models.JSONField(default=dict)
    quarantined = models.PositiveIntegerField(default=0)
    error = models.TextField(null=True)  # noqa: DJ001
    error_code = models.CharField(max_length=40, null=True)  # noqa: DJ001
    request_id = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "events"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["project", "-id"], name="event_newest"),
            models.Index(
                fields=["project", "event_type", "-id"], name="event_type_newest"
            ),
            models.Index(
                fields=["created_at"],
                name="event_read_age",
                condition=models.Q(event_type__in=["SEARCH", "GET_ALL", "GET"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.status}"

    @property
    def latency(self) -> float | None:
        """Milliseconds from acceptance to completion."""
        if self.completed_at is None:
            return None
        return (self.completed_at - self.created_at).total_seconds() * 1000


class EventTally(ProjectOwned):
    """How many operations of a type there were whose events are gone."""

    pk: Any = models.CompositePrimaryKey("project", "event_type")
    event_type = models.CharField(max_length=20)
    events = models.BigIntegerField()

    class Meta:
        default_related_name = "event_tallies"
        verbose_name_plural = "event tallies"

    def __str__(self) -> str:
        return f"{self.event_type}: {self.events}"


class JobStatus(models.TextChoices):
    """Queued and running jobs are due; done and dead ones are history."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)
IS_OPEN = models.Q(status__in=["queued", "running"])


class Job(ProjectOwned):
    """Accepted work. The broker only carries its id and may lose it.

    `fence` counts claims: an effect commits together with `done` and only under
    the fence it was claimed with, so executions may repeat and effects cannot.
    `publications` counts how often the broker was told since the last claim.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.OneToOneField(Event, models.CASCADE, null=True, related_name="job")
    kind = models.CharField(max_length=40)
    queue = models.CharField(max_length=20, default="extract")
    payload = models.JSONField(default=dict)
    status = models.CharField(
        max_length=8, choices=JobStatus.choices, default=JobStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    publications = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    error = models.TextField(null=True)  # noqa: DJ001
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "jobs"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["run_at"], name="job_due", condition=IS_OPEN),
            models.Index(fields=["project"], name="job_open", condition=IS_OPEN),
            models.Index(
                fields=["-finished_at"],
                name="job_dead",
                condition=models.Q(status="dead"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class EmbeddingModel(models.Model):
    """A vector space, by name. Its small number stands on every vector."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)
    dimensions = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name
