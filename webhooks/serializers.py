"""Requests, checked; webhooks and deliveries, as clients read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework import serializers

from mem0.exceptions import ValidationError
from orgs import limits
from orgs.models import Project
from webhooks.addresses import check_url
from webhooks.events import EVENT_TYPES
from webhooks.models import Attempt, Delivery, DeliveryStatus, Webhook

CAMEL = {"eventTypes": "event_types", "isActive": "is_active"}
"""Older JavaScript clients send their options as they are."""


class WebhookRequest(serializers.Serializer[Any]):
    """A webhook to make, or with `partial` what to change of one."""

    name = serializers.CharField(max_length=255)
    url = serializers.CharField()
    event_types = serializers.ListField(
        child=serializers.CharField(), allow_empty=False, max_length=100
    )
    is_active = serializers.BooleanField(required=False)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Accept camelCase names, then check every field."""
        if isinstance(data, Mapping):
            data = {CAMEL.get(key, key): value for key, value in data.items()}
        values: dict[str, Any] = super().to_internal_value(data)
        return values

    def validate_url(self, value: str) -> str:
        """A public address, by its text."""
        try:
            check_url(value)
        except ValidationError as exc:
            raise serializers.ValidationError(exc.message) from exc
        return value

    def validate_event_types(self, value: list[str]) -> list[str]:
        """Known types, each once."""
        if unknown := [each for each in value if each not in EVENT_TYPES]:
            raise serializers.ValidationError(
                f"{unknown[0]!r} is not an event type. The types are "
                f"{', '.join(EVENT_TYPES)}."
            )
        return list(dict.fromkeys(value))


class DeliveriesRequest(serializers.Serializer[Any]):
    """Which deliveries to list."""

    status = serializers.ChoiceField(DeliveryStatus.choices, required=False)
    event_type = serializers.CharField(max_length=40, required=False)


class ReplayFailedRequest(serializers.Serializer[Any]):
    """Since when."""

    since = serializers.JSONField(required=False, allow_null=True, default=None)

    def validate_since(self, value: Any) -> Any:
        """A time as everywhere else: ISO 8601 or epoch seconds."""
        if value is None:
            return None
        try:
            return limits.check_timestamp(value, "since")
        except ValidationError as exc:
            raise serializers.ValidationError(exc.message) from exc


def webhook(row: Webhook, project: Project) -> dict[str, Any]:
    """One webhook. `webhook_id` and `id` are the same; secrets have their own call."""
    return {
        "webhook_id": str(row.pk),
        "id": str(row.pk),
        "name": row.name,
        "url": row.url,
        "event_types": list(row.event_types),
        "owner": str(project.organization),
        "is_active": row.is_active,
        "project": project.name,
        "project_id": str(project.pk),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "failures": row.failures,
        "failing_since": row.failing_since,
        "paused_until": row.paused_until,
        "disabled_at": row.disabled_at,
        "disabled_reason": row.disabled_reason or None,
    }


def delivery(row: Delivery) -> dict[str, Any]:
    """One delivery with its log."""
    return {
        "id": str(row.pk),
        "webhook_id": str(row.webhook_id),
        "event_type": row.event_type,
        "status": row.status,
        "attempts": row.attempts,
        "payload": orjson.loads(row.body),
        "error": row.error or None,
        "created_at": row.created_at,
        "next_attempt_at": row.next_attempt_at
        if row.status == DeliveryStatus.PENDING
        else None,
        "finished_at": row.finished_at,
        "log": [attempt(each) for each in row.log.all()],
    }


def attempt(row: Attempt) -> dict[str, Any]:
    """One request and its answer; `latency` in milliseconds."""
    return {
        "number": row.number,
        "url": row.url,
        "request_headers": row.request_headers,
        "status_code": row.status_code,
        "response": row.response,
        "error": row.error or None,
        "latency": row.latency,
        "created_at": row.created_at,
    }
