"""Who wants to be told, what there is to tell, and how each telling went.

A `Delivery` is the outbox row and its state: it is written in the transaction of the
change it tells of, with the text as it will be sent. An `Attempt` is one line of the
log. All three belong to a project and are walled off with its data.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class Webhook(ProjectOwned):
    """An endpoint of a customer. Its secrets are stored sealed (`orgs.secrets`).

    `failures` and `failing_since` count since the last success; `paused_until` is
    set while nobody answers there at all.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=255)
    url = models.CharField(max_length=2048)
    event_types = ArrayField(models.CharField(max_length=40))
    is_active = models.BooleanField(default=True)
    secret = models.TextField(editable=False)
    old_secret = models.TextField(blank=True, default="", editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    unreachable = models.PositiveIntegerField(default=0, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    disabled_reason = models.TextField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        default_related_name = "webhooks"
        ordering = ("id",)
        indexes = [models.Index(fields=["project", "id"], name="webhook_project")]

    def __str__(self) -> str:
        return self.name


class DeliveryStatus(models.TextChoices):
    """Pending and sending deliveries are due; the others are history."""

    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"


OPEN = (DeliveryStatus.PENDING, DeliveryStatus.SENDING)


class Delivery(ProjectOwned):
    """One message to one webhook. Its id is the `webhook-id` of every attempt.

    `step` is the place in the retry schedule, which a replay sets back; `attempts`
    counts them all. `fence` counts claims: an outcome is recorded only under the
    fence it was claimed with.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE)
    event_type = models.CharField(max_length=40)
    memory_id = models.UUIDField(null=True)
    body = models.TextField()
    status = models.CharField(
        max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING
    )
    step = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "webhook_deliveries"
        verbose_name_plural = "deliveries"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["project", "webhook", "-id"], name="delivery_newest"),
            models.Index(fields=["project", "memory_id"], name="delivery_memory"),
            models.Index(fields=["created_at"], name="delivery_age"),
            models.Index(
                fields=["next_attempt_at"],
                name="delivery_due",
                condition=models.Q(status__in=["pending", "sending"]),
            ),
            models.Index(
                fields=["project", "webhook", "next_attempt_at"],
                name="delivery_open",
                condition=models.Q(status__in=["pending", "sending"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.status}"


class Attempt(ProjectOwned):
    """One request and what came of it. `status_code` is null when nothing came back;
    `latency` is in milliseconds; `response` is the beginning of the answer's body."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    url = models.CharField(max_length=2048)
    request_headers = models.JSONField(default=dict)
    status_code = models.PositiveSmallIntegerField(null=True)
    response = models.TextField(blank=True, default="")
    error = models.TextField(blank=True, default="")
    latency = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_related_name = "webhook_attempts"
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.status_code or self.error}"
