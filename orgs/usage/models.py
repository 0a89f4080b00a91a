"""What was asked of a project: one row a request, and sums of them.

A request is written once, by the process that answered it, a moment after it did
(`usage.recorder`). In the same transaction goes a `UsageDelta` per key and verb, which
a periodic task folds into `UsageHour` and `EntityDay` (`usage.rollup`): requests never
wait for each other at a row that counts them. None of the tables has a foreign key but
to its project, so that they outlive the keys and memories they tell of.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class ApiRequest(ProjectOwned):
    """One request of the API. `path` and the ids are empty where it erased somebody;
    `latency` is in milliseconds, sizes are in bytes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key_id = models.UUIDField(null=True)
    key_label = models.CharField(max_length=20, blank=True, default="")
    verb = models.CharField(max_length=20)
    method = models.CharField(max_length=8)
    route = models.CharField(max_length=200)
    path = models.CharField(max_length=1000)
    query = models.CharField(max_length=2000, blank=True, default="")
    status = models.PositiveSmallIntegerField()
    error_code = models.CharField(max_length=40, blank=True, default="")
    latency = models.FloatField()
    request_size = models.PositiveIntegerField(default=0)
    response_size = models.PositiveIntegerField(default=0)
    user_id = models.CharField(max_length=255, null=True)  # noqa: DJ001  null: not about one
    agent_id = models.CharField(max_length=255, null=True)  # noqa: DJ001
    app_id = models.CharField(max_length=255, null=True)  # noqa: DJ001
    run_id = models.CharField(max_length=255, null=True)  # noqa: DJ001
    client = models.CharField(max_length=120, blank=True, default="")
    request_id = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_related_name = "api_requests"
        verbose_name = "API request"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["project", "-id"], name="apirequest_newest"),
            models.Index(
                fields=["project", "-id"],
                name="apirequest_failed",
                condition=models.Q(status__gte=400),
            ),
            models.Index(
                fields=["project", "user_id", "-id"],
                name="apirequest_user",
                condition=models.Q(user_id__isnull=False),
            ),
            models.Index(fields=["project", "request_id"], name="apirequest_name"),
            BrinIndex(fields=["created_at"], name="apirequest_age", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.status}"


class RequestBody(ProjectOwned):
    """What was sent and answered, where the project wants it kept; see
    `usage.redaction`. Its id is the request's."""

    id = models.UUIDField(primary_key=True, editable=False)
    request = models.TextField(blank=True, default="")
    response = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_related_name = "request_bodies"
        verbose_name_plural = "request bodies"
        indexes = [
            models.Index(fields=["project", "id"], name="requestbody_project"),
            BrinIndex(
                fields=["created_at"], name="requestbody_age", autosummarize=True
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Counted(ProjectOwned):
    """Sums over the requests of one key and verb in one hour (UTC). `latency` counts
    requests by `usage.histogram`'s buckets, `duration` is in milliseconds."""

    hour = models.DateTimeField()
    key_id = models.UUIDField()
    verb = models.CharField(max_length=20)
    requests = models.BigIntegerField()
    client_errors = models.BigIntegerField()
    throttled = models.BigIntegerField()
    server_errors = models.BigIntegerField()
    duration = models.FloatField()
    latency = ArrayField(models.BigIntegerField())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.verb} {self.hour:%Y-%m-%d %H}h: {self.requests}"


class UsageDelta(Counted):
    """Counts not yet folded in. `entities`: type → the client's id → requests."""

    id = models.BigAutoField(primary_key=True)
    entities = models.JSONField(default=dict)

    class Meta(Counted.Meta):
        abstract = False
        default_related_name = "usage_deltas"
        indexes = [models.Index(fields=["project", "id"], name="usagedelta_project")]


class UsageHour(Counted):
    """The sums of an hour."""

    pk: Any = models.CompositePrimaryKey("project", "hour", "key_id", "verb")

    class Meta(Counted.Meta):
        abstract = False
        default_related_name = "usage_hours"


class EntityDay(ProjectOwned):
    """How many requests named an entity on a day (UTC)."""

    pk: Any = models.CompositePrimaryKey("project", "day", "type", "name")
    day = models.DateField()
    type = models.CharField(max_length=5)
    name = models.CharField(max_length=255)
    requests = models.BigIntegerField()

    class Meta:
        default_related_name = "entity_days"
        indexes = [
            models.Index(fields=["project", "type", "name"], name="entityday_entity")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.name} {self.day}: {self.requests}"
