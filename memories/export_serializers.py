"""Requests for exports, summaries and feedback, checked and made plain."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers

from mem0.entities import ENTITY_IDS
from mem0.exceptions import ValidationError
from mem0.memory.filters import has_positive_entity, parse
from memories.feedback import VALUES
from memories.fields import TextField
from memories.schemas import read_schema
from memories.serializers import ScopedRequest
from orgs import limits

NO_FILTER = "One of the filters: app_id, user_id, agent_id, run_id, memory_export_id is required!"


class FilteredRequest(ScopedRequest):
    """A filter, flat or structured, or entity ids beside it, as older clients send."""

    filters = serializers.JSONField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """`filters` as one object and `where` as its tree."""
        ids = {name: value for name in ENTITY_IDS if (value := attrs.pop(name, None))}
        given = attrs["filters"]
        if given is not None and not isinstance(given, dict):
            raise ValidationError("filters must be an object.")
        both = {"AND": [given, ids]} if given and ids else given or ids
        attrs["filters"] = both
        attrs["where"] = parse(both, limits.current().filters)
        return attrs


class ExportRequest(FilteredRequest):
    """The shape of an export and the memories it is made of."""

    schema = serializers.JSONField(required=False, allow_null=True, default=None)
    export_instructions = TextField(
        "instructions", required=False, allow_null=True, default=None
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Somebody must be named. Raises `ValidationError`."""
        attrs["schema"] = read_schema(attrs["schema"])
        attrs = super().validate(attrs)
        if not has_positive_entity(attrs["where"]):
            raise _no_filter("error")
        return attrs


class ExportQuery(FilteredRequest):
    """Which export to read: one by its id, or the latest of a filter."""

    memory_export_id = serializers.CharField(
        required=False, allow_null=True, default=None, max_length=64
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The id as a UUID (None for one that cannot exist) or a filter."""
        raw = attrs["memory_export_id"]
        attrs["by_id"] = raw is not None
        if raw is not None:
            return {"by_id": True, "export_id": export_id(raw)}
        attrs = super().validate(attrs)
        if not has_positive_entity(attrs["where"]):
            raise _no_filter("message")
        return attrs


class FeedbackRequest(serializers.Serializer[Any]):
    """What is thought of a memory; null takes it back."""

    memory_id = serializers.JSONField(required=False, allow_null=True, default=None)
    feedback = serializers.JSONField(required=False, allow_null=True, default=None)
    feedback_reason = TextField("memory", required=False, allow_null=True, default=None)

    def validate_memory_id(self, value: Any) -> str:
        """Raises `ValidationError` with the hosted body."""
        try:
            return str(UUID(value))
        except (ValueError, TypeError, AttributeError):
            sentence = "Invalid memory_id"
            raise ValidationError(
                sentence,
                error_code="invalid_memory_id",
                details={"wire": {"error": sentence}},
            ) from None

    def validate_feedback(self, value: Any) -> str | None:
        """One of three words, in any case, or nothing."""
        if value is None:
            return None
        word = value.upper() if isinstance(value, str) else ""
        if word not in VALUES:
            msg = f"feedback must be one of {', '.join(VALUES)} or null."
            raise ValidationError(msg)
        return word


def export_id(raw: str) -> UUID | None:
    """The id of an export; None for text that is none."""
    try:
        return UUID(raw)
    except ValueError:
        return None


def _no_filter(key: str) -> ValidationError:
    return ValidationError(NO_FILTER, details={"wire": {key: NO_FILTER}})
